import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHORT_BYTES, shortAsciiDigest } from './sha256.ts';

const reference = (text: string) => bytesToHex(sha256(utf8ToBytes(text)));

describe('short digests', () => {
  it('are those of the library for every length around a block', () => {
    for (let length = 0; length <= 260; length += 1) {
      const text = 'abcdefghij'.repeat(26).slice(0, length);
      expect(shortAsciiDigest(text)).toBe(reference(text));
    }
  });

  it('are those of the library for any ASCII text', () => {
    const ascii = fc.string({ unit: 'binary-ascii', maxLength: 1_000 });
    fc.assert(fc.property(ascii, (text) => shortAsciiDigest(text) === reference(text)));
  });

  it('leave to the library what is long or not ASCII', () => {
    expect(shortAsciiDigest('ä')).toBeNull();
    expect(shortAsciiDigest('x'.repeat(SHORT_BYTES + 1))).toBeNull();
    expect(shortAsciiDigest('x'.repeat(SHORT_BYTES))).toBe(reference('x'.repeat(SHORT_BYTES)));
  });
});
