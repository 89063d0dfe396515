import { expect, it } from 'vitest';
import { reconnectDelayMs } from './backoff.ts';

it('waits 1 s to 4 s, doubling up to 30 s, with the moment by chance', () => {
  const span = (attempt: number) => [0, 1].map((chance) => reconnectDelayMs(attempt, chance));
  expect([0, 1, 2, 3, 4, 20].map(span)).toEqual([
    [1_000, 4_000],
    [2_000, 8_000],
    [4_000, 16_000],
    [8_000, 30_000],
    [15_000, 30_000],
    [15_000, 30_000],
  ]);
});

it('spreads a hundred tabs that lost the relay at once: no tenth of a second has more than ten of them', () => {
  const tabs = Array.from({ length: 100 }, (_, index) => reconnectDelayMs(0, index / 99));
  const inBucket = (bucket: number) => tabs.filter((delay) => Math.floor(delay / 100) === bucket).length;
  expect(Math.max(...Array.from({ length: 41 }, (_, bucket) => inBucket(bucket)))).toBeLessThanOrEqual(10);
});
