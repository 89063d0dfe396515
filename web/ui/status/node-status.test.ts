import { describe, expect, it } from 'vitest';
import { NODE_DISPLAY_STATUSES, NODE_STATUS, spokenNode } from './node-status.ts';

describe('[design] the table of node states', () => {
  it('gives every state a word of at most nine characters, an icon and a sentence of its own', () => {
    const looks = NODE_DISPLAY_STATUSES.map((status) => NODE_STATUS[status]);
    expect(looks.filter(({ word }) => word.length > 9)).toEqual([]);
    for (const field of ['word', 'icon', 'cssKey', 'description'] as const) {
      expect(new Set(looks.map((look) => look[field])).size, field).toBe(looks.length);
    }
  });

  it('lets only work, people and trouble raise their voice', () => {
    const raised = NODE_DISPLAY_STATUSES.filter((status) => !NODE_STATUS[status].quiet);
    expect(raised).toEqual(['running', 'streaming', 'failed', 'waiting', 'unbilled', 'retrying']);
  });

  it('names a node as a screen reader says it', () => {
    expect(spokenNode({ name: 'Market story', kind: 'Story Teller', status: 'streaming' })).toBe(
      'Market story, Story Teller, writing',
    );
    expect(spokenNode({ name: 'A', kind: 'B', status: 'retrying', word: 'Retry 4 s' })).toBe(
      'A, B, retry 4 s',
    );
  });
});
