import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashJson, hashText } from './hash.ts';
import { effectId } from './run/ids.ts';

describe('hashes', () => {
  it('are SHA-256', () => {
    expect(hashText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('do not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(hashJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(hashJson(value));
      }),
    );
  });

  it('give every place of an effect an id of its own', () => {
    const base = { runId: 'r', nodeId: 'n', iterationPath: [], round: 0, ordinal: 0, try: 1 };
    const ids = [
      base,
      { ...base, runId: 's' },
      { ...base, nodeId: 'm' },
      { ...base, iterationPath: [0] },
      { ...base, round: 1 },
      { ...base, ordinal: 1 },
      { ...base, try: 2 },
    ].map(effectId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(effectId({ ...base })).toBe(ids[0]);
  });
});
