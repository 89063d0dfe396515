import { expect, it } from 'vitest';
import { reconnectDelayMs } from './backoff.ts';

it('waits from 1 s to 30 s, doubling, with up to half of it by chance', () => {
  expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => reconnectDelayMs(attempt, 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
  expect([0, 1, 5].map((attempt) => reconnectDelayMs(attempt, 0))).toEqual([1_000, 1_000, 15_000]);
});
