import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './json.ts';

describe('canonical JSON', () => {
  it('writes every text as JSON does, halves of pairs included', () => {
    const halves = fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes));
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), halves);
    fc.assert(fc.property(texts, (text) => canonicalJson(text) === JSON.stringify(text)));
  });

  it('holds the same value, with its keys in order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});
