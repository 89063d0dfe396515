import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffText } from './text-diff.ts';

const signs = { same: '', removed: '-', added: '+' } as const;
const shown = (before: string, after: string) =>
  diffText(before, after).map(({ kind, text }) => `${signs[kind]}${text}`);

describe('what changed between two texts', () => {
  it.each([
    ['', '', []],
    ['as it was', 'as it was', ['as it was']],
    ['', 'new', ['+new']],
    ['old', '', ['-old']],
    ['Write a short story.', 'Write a long story.', ['Write a ', '-short', '+long', ' story.']],
    ['one two', 'one two three', ['one two', '+ three']],
    ['the old lamp sulked', 'a new lamp sulked', ['-the old', '+a new', ' lamp sulked']],
    ['größer', 'grösser', ['-größer', '+grösser']],
    ['e\u0301t', 'e\u0301tc', ['-e\u0301t', '+e\u0301tc']],
    ['日本語', '日本', ['-日本語', '+日本']],
    ['🦊🦊', '🦊', ['🦊', '-🦊']],
  ])('%j → %j', (before, after, pieces) => {
    expect(shown(before, after)).toEqual(pieces);
  });

  it('[SH4] whatever changed, both texts can be put together again', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'lamp', ' ', '  ', '.', '\n', '🦊', 'é'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [before, after] = [one.join(''), other.join('')];
        const pieces = diffText(before, after);
        const without = (kind: string) =>
          pieces
            .filter((piece) => piece.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
        expect(pieces.every(({ text }) => text !== '')).toBe(true);
        expect(pieces.every((piece, at) => piece.kind !== pieces[at + 1]?.kind)).toBe(true);
      }),
    );
  });

  it('[CM3] a text in which almost everything changed is compared by lines, then as a whole', () => {
    const many = (word: string, count: number, end = ' ') =>
      Array.from({ length: count }, (_, index) => `${word}${index}${end}`).join('');
    const byLines = diffText(`kept line\n${many('old', 900)}`, `kept line\n${many('new', 900)}`);
    expect(byLines.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added']);
    const whole = diffText(many('old', 900, '\n'), many('new', 900, '\n'));
    expect(whole.map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});
