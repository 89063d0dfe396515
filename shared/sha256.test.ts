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

describe('digests of text and bytes', () => {
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

  it('take hashes by their bytes, whatever was read at their places before, and nothing else', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
    const some = fc.oneof(hex, fc.constantFrom('0'.repeat(64), 'f'.repeat(64)));
    const other = fc.constantFrom('', 'a', 'A'.repeat(64), `g${'0'.repeat(63)}`, `0${'\u0130'.repeat(63)}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(some, { maxLength: 9 }), other)), (rounds) => {
        for (const [hashes, none] of rounds) {
          textDigest.start();
          textDigest.addByte(7);
          hashes.forEach((hash, place) => expect(textDigest.readHash(hash, place)).toBe(true));
          textDigest.addHashes(hashes.length);
          const bytes = (hashes.join('').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
          expect(textDigest.finish()).toBe(bytesToHex(sha256(Uint8Array.from([7, ...bytes]))));
          expect(textDigest.readHash(none, hashes.length)).toBe(false);
        }
      }),
    );
  });

  it('take bytes as they are, after text and in any pieces', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), pieces, (text, parts) => {
        textDigest.start();
        textDigest.add(text);
        for (const part of parts) textDigest.addBytes(part);
        const whole = Uint8Array.from([...utf8ToBytes(text), ...parts.flatMap((part) => [...part])]);
        expect(textDigest.finish()).toBe(bytesToHex(sha256(whole)));
      }),
    );
  });

  it('take long texts', () => {
    const text = 'wéft '.repeat(100_000);
    expect(digestOf(text)).toBe(reference(text));
  });
});
