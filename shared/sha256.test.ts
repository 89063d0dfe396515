import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textDigest } from './sha256.ts';

const reference = (text: string) => bytesToHex(sha256(utf8ToBytes(text)));

function digestOf(...parts: readonly string[]): string {
  textDigest.start();
  for (const part of parts) textDigest.add(part);
  return textDigest.finish();
}

describe('digests of text', () => {
  it('are those of the library for every length around a block', () => {
    for (let length = 0; length <= 260; length += 1) {
      const text = 'abcdefghij'.repeat(26).slice(0, length);
      expect(digestOf(text)).toBe(reference(text));
    }
  });

  it('are those of the library for any text, halves of pairs included', () => {
    const units = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 400 }));
    const halves = fc.array(fc.nat(0xffff), { maxLength: 200 }).map((codes) => String.fromCharCode(...codes));
    fc.assert(fc.property(fc.oneof(units, halves), (text) => digestOf(text) === reference(text)));
  });

  it('do not depend on where the text was cut, but inside a pair', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 100 })), (parts) => {
        expect(digestOf(...parts)).toBe(reference(parts.join('')));
      }),
    );
  });

  it('take long texts', () => {
    const text = 'wéft '.repeat(100_000);
    expect(digestOf(text)).toBe(reference(text));
  });
});
