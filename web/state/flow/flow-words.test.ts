import { describe, expect, it } from 'vitest';
import { weftError, type ErrorCode } from '#shared/run/errors.ts';
import type { ConnectionHealth } from '../../engine/api.ts';
import { worstHealth } from './health.ts';
import { openingWords } from './opening-words.ts';

const health = (
  state: ConnectionHealth['state'],
  more: Partial<ConnectionHealth> = {},
): ConnectionHealth => ({
  ...{ state, latencyMs: null, reconnects: 0, gaps: 0, queued: 0, lastSeenAt: null, error: null },
  ...more,
});

describe('the two connections of an open flow', () => {
  it('are as good as the worse of them', () => {
    expect(worstHealth(health('live'), health('lost'))?.state).toBe('lost');
    expect(worstHealth(health('refused'), health('live'))?.state).toBe('refused');
    expect(worstHealth(health('polling'), health('live'))?.state).toBe('polling');
    expect(worstHealth(null, health('live'))?.state).toBe('live');
    expect(worstHealth(health('connecting'), null)?.state).toBe('connecting');
    expect(worstHealth(null, null)).toBeNull();
  });

  it('wait for what both wait for, and were seen when one of them was', () => {
    const both = worstHealth(
      health('live', { queued: 2, gaps: 1, lastSeenAt: 5, latencyMs: 40, reconnects: 1 }),
      health('live', { queued: 3, lastSeenAt: 9, reconnects: 4 }),
    );
    expect(both).toEqual(health('live', { queued: 5, gaps: 1, lastSeenAt: 9, latencyMs: 40, reconnects: 4 }));
  });
});

describe('a flow that cannot be opened', () => {
  it.each<[ErrorCode, string]>([
    ['link-ended', 'This link has ended'],
    ['not-found', 'There is no flow at this address'],
    ['not-allowed', 'This link does not open the flow'],
    ['protocol-version', 'This page is out of date'],
    ['internal', 'This flow could not be opened'],
  ])('says why and what to do: %s', (code, title) => {
    const words = openingWords(weftError(code, 'Not these words.'));
    expect(words.title).toBe(title);
    expect(words.text.length).toBeGreaterThan(20);
  });

  it('has words for what nobody foresaw', () => {
    expect(openingWords(null).title).toBe('This flow could not be opened');
  });
});
