import { describe, expect, it } from 'vitest';
import { excerpt } from './excerpt.ts';

describe('the part of a finished text that a node shows', () => {
  it('is its start', () => {
    const shown = excerpt(`first ${'word '.repeat(400)}\nlast words`);
    expect(shown.startsWith('first')).toBe(true);
    expect(shown.length).toBeLessThanOrEqual(900);
  });

  it('is plain words with single line breaks', () => {
    expect(
      excerpt('## The *Lantern*\n\n> “It’s **fine**,” said `Odo`.\n\n---\n2 * 3 * 4 = snake_case_name'),
    ).toBe('The Lantern\n“It’s fine,” said Odo.\n2 * 3 * 4 = snake_case_name');
  });
});
