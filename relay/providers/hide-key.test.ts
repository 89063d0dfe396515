import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyHider, keyIn } from './hide-key.ts';

const KEY = 'sk-sk-abab-abac';

/** What comes out of it, piece by piece. */
function passed(pieces: readonly string[], key = KEY): string {
  const hider = createKeyHider(key);
  const bytes = pieces.flatMap((piece) => [...(hider?.take(new TextEncoder().encode(piece)) ?? [])]);
  return new TextDecoder().decode(new Uint8Array([...bytes, ...(hider?.rest() ?? [])]));
}

describe('a key in an answer', () => {
  it('[SE1] is written over, wherever the answer is cut into pieces', () => {
    const text = fc
      .array(
        fc.constantFrom(
          KEY,
          'sk-',
          's',
          'abab-',
          'é',
          'data: {"a":"',
          '\n\n',
          KEY.slice(0, -1),
          KEY.slice(1),
        ),
      )
      .map((words) => words.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (whole, cuts) => {
        const pieces: string[] = [];
        let rest = whole;
        for (const cut of cuts) {
          pieces.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        expect(passed([...pieces, rest])).toBe(whole.replaceAll(KEY, '*'.repeat(KEY.length)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds nothing back but what may be the beginning of the key', () => {
    const hider = createKeyHider(KEY);
    const take = (text: string) => new TextDecoder().decode(hider?.take(new TextEncoder().encode(text)));
    expect(take('data: one\n\n')).toBe('data: one\n\n');
    expect(take('two sk-')).toBe('two ');
    expect(take('ten')).toBe('sk-ten');
  });

  it('is left alone when it is as short as a word', () => {
    expect(createKeyHider('ollama')).toBeNull();
    expect(createKeyHider('')).toBeNull();
  });

  it('is the one that was sent, in whichever header', () => {
    expect(keyIn(new Headers({ authorization: 'Bearer abc' }))).toBe('abc');
    expect(keyIn(new Headers({ 'x-api-key': 'abc' }))).toBe('abc');
    expect(keyIn(new Headers())).toBe('');
  });
});
