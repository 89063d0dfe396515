import { expect, test } from 'vitest';
import { weftError, WeftFailure, type ErrorCode } from '#shared/run/errors.ts';
import { keepTrying } from './keep-trying.ts';

/** A clock on which waiting takes no time, and what was waited. */
function hastyClock() {
  const waits: number[] = [];
  const after = (delayInMs: number, callback: () => void) => {
    waits.push(delayInMs);
    callback();
    return () => undefined;
  };
  return { waits, after };
}

/** Fails so often with a code, then answers. */
function failing(times: number, code: ErrorCode) {
  let tries = 0;
  return async () => {
    tries += 1;
    if (tries <= times) throw new WeftFailure(weftError(code, 'No.'));
    return tries;
  };
}

test('a relay that is away for a moment is asked again, after longer and longer waits', async () => {
  const clock = hastyClock();
  expect(await keepTrying(clock, failing(3, 'relay-unreachable'))).toBe(4);
  expect(clock.waits).toEqual([250, 1_000, 2_000]);
});

test('a relay that stays away is given up', async () => {
  await expect(keepTrying(hastyClock(), failing(4, 'relay-unreachable'))).rejects.toThrow(WeftFailure);
});

test('a refusal is an answer', async () => {
  const clock = hastyClock();
  await expect(keepTrying(clock, failing(1, 'not-allowed'))).rejects.toThrow(WeftFailure);
  expect(clock.waits).toEqual([]);
});
