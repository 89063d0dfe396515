import { describe, expect, it } from 'vitest';
import { excerpt } from './excerpt.ts';

const line = (length: number) => 'word '.repeat(length / 5);

describe('the part of a text that a node shows', () => {
  it('is the start of a finished text and the end of a growing one', () => {
    const text = `first ${line(2_000)}\nlast words`;
    expect(excerpt(text, 'start').startsWith('first')).toBe(true);
    expect(excerpt(text, 'end').endsWith('last words')).toBe(true);
  });

  it('is plain words with single line breaks', () => {
    expect(
      excerpt(
        '## The *Lantern*\n\n> “It’s **fine**,” said `Odo`.\n\n---\n2 * 3 * 4 = snake_case_name',
        'start',
      ),
    ).toBe('The Lantern\n“It’s fine,” said Odo.\n2 * 3 * 4 = snake_case_name');
  });

  it('moves its cut seldom while text arrives, so that standing words keep their place', () => {
    let starts = 0;
    let lastStart = '';
    for (let length = 0; length <= 20_000; length += 20) {
      const start = excerpt(
        line(20_000)
          .slice(0, length)
          .replaceAll('word', () => 'word'),
        'end',
      ).length;
      const moved = start < Number(lastStart || 0);
      if (moved) starts += 1;
      lastStart = String(start);
    }
    expect(starts).toBeLessThanOrEqual(7);
  });

  it('cuts a growing text at a line break', () => {
    const text = `${line(3_000)}\nStart of the paragraph ${line(1_000)}`;
    expect(excerpt(text, 'end').startsWith('Start of the paragraph')).toBe(true);
  });
});
