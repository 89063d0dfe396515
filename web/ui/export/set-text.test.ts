import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textLines } from './set-text.ts';

/** Every character is 10 px wide. */
const measure = (text: string): number => [...text].length * 10;

describe('setting words into lines', () => {
  it('breaks at spaces and at line ends, and inside words that are too long', () => {
    expect(textLines('one two three', { width: 80, most: 5, measure })).toEqual(['one two', 'three']);
    expect(textLines('one\n\ntwo', { width: 80, most: 5, measure })).toEqual(['one', '', 'two']);
    expect(textLines('abcdefghijkl', { width: 50, most: 5, measure })).toEqual(['abcde', 'fghij', 'kl']);
  });

  it('says with an ellipsis that something is left over', () => {
    expect(textLines('one two three four', { width: 80, most: 2, measure })).toEqual(['one two', 'three…']);
    expect(textLines('one\ntwo', { width: 80, most: 1, measure })).toEqual(['one…']);
    expect(textLines('one two', { width: 80, most: 1, measure })).toEqual(['one two']);
  });

  it('never sets more lines than there is room for, nor one wider than the room', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 6 }),
        (text, width, most) => {
          const lines = textLines(text, { width, most, measure });
          expect(lines.length).toBeLessThanOrEqual(most);
          for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
