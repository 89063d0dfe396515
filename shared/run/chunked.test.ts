import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkedGet, chunkedOf, editChunked } from './chunked.ts';
import { chunkedValues } from './testing.ts';

describe('chunked arrays', () => {
  it('behave as plain arrays under any edits, and leave the original as it was', () => {
    fc.assert(
      fc.property(
        fc.nat(400),
        fc.array(fc.tuple(fc.integer({ min: -2, max: 420 }), fc.nat())),
        (length, edits) => {
          const original = chunkedOf(length, (index) => -1 - index);
          const plain = Array.from({ length }, (_, index) => -1 - index);
          const editor = editChunked(original);
          for (const [index, value] of edits) {
            editor.set(index, value);
            if (index >= 0 && index < length) plain[index] = value;
          }
          const edited = editor.finish();
          expect(chunkedValues(edited)).toEqual(plain);
          expect(chunkedValues(original)).toEqual(Array.from({ length }, (_, index) => -1 - index));
        },
      ),
    );
  });

  it('are the same object when nothing changed', () => {
    const original = chunkedOf(200, (index) => index);
    const editor = editChunked(original);
    editor.set(7, 7);
    expect(editor.finish()).toBe(original);
    expect(chunkedGet(original, 200)).toBeUndefined();
  });
});
