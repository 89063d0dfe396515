import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../state/flow/estimate.ts';
import { estimateWords } from './estimate-words.ts';

const NOTHING = { lowMicroUsd: 0, highMicroUsd: 0, calls: 0, unknown: false };
const words = (more: Partial<Estimate>) =>
  estimateWords({ ...NOTHING, more: false, models: [], saved: NOTHING, problems: 0, ...more }, false);

describe('what is said before a run', () => {
  it('is that nothing is charged where the demo answers', () => {
    expect(estimateWords(null, true).long).toContain('demo');
  });

  it('is what is called, the range of the price, and what the cache saves', () => {
    const models = [
      { label: 'Ministral', steps: 2 },
      { label: 'Flux', steps: 1 },
    ];
    const range = { lowMicroUsd: 1_000, highMicroUsd: 4_000 };
    expect(words({ ...range, calls: 3, models })).toEqual({
      short: '3 calls · $0.0010 to $0.0040',
      long: '3 calls to Ministral ×2, Flux: $0.0010 to $0.0040.',
    });
    const saved = { calls: 2, lowMicroUsd: 500, highMicroUsd: 500, unknown: false };
    expect(words({ ...range, calls: 3, models, saved }).long).toBe(
      '3 calls to Ministral ×2, Flux: $0.0010 to $0.0040. The cache saves 2 calls, about $0.0005.',
    );
  });

  it('is that nothing is called where everything comes from the cache, or no step asks a model', () => {
    const saved = { calls: 1, lowMicroUsd: 0, highMicroUsd: 0, unknown: true };
    expect(words({ saved })).toEqual({
      short: 'All from the cache',
      long: 'Nothing to call: everything comes from the cache. The cache saves 1 call.',
    });
    expect(words({}).long).toBe('Nothing to call: no step asks a model.');
  });

  it('says what is not known: a price, how often, or anything while something must be mended', () => {
    const one = { calls: 1, models: [{ label: 'Big', steps: 1 }] };
    expect(words({ ...one, unknown: true }).long).toBe('1 call to Big: price not known.');
    expect(words({ ...one, unknown: true, more: true }).short).toBe('1+ calls · price not known');
    expect(words({ problems: 2 }).long).toBe('2 things must be mended before this flow can run.');
  });

  it('names three models and counts the rest', () => {
    const models = ['a', 'b', 'c', 'd', 'e'].map((label) => ({ label, steps: 1 }));
    expect(words({ calls: 5, models }).long).toBe('5 calls to a, b, c, 2 more models: free.');
  });
});
