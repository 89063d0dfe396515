import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from './hash.ts';
import { canonicalJson } from './json.ts';
import { digestJson } from './json-digest.ts';
import { textDigest } from './sha256.ts';

const digestOf = (value: unknown): string => {
  textDigest.start();
  digestJson(value);
  return textDigest.finish();
};

describe('the digest of a JSON value', () => {
  it('is that of its canonical JSON, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        expect(digestOf(value)).toBe(hashText(canonicalJson(value)));
      }),
    );
  });

  it('is that of its canonical JSON, whatever a text has in it', () => {
    const codes = fc.oneof(fc.nat(127), fc.nat(0xffff), fc.constantFrom(0x22, 0x5c, 0xd83d, 0xde00));
    const texts = fc.array(codes, { maxLength: 80 }).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(texts, texts, (key, text) => {
        const value = { [key]: text, b: [text, undefined, { z: 1, a: undefined }] };
        expect(digestOf(value)).toBe(hashText(canonicalJson(value)));
      }),
    );
  });
});
