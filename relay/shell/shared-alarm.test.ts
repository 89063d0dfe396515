import { expect, it } from 'vitest';
import { createSharedAlarm } from './shared-alarm.ts';

it('the one alarm of a room rings for whoever is first, and then for the next', () => {
  const at = { now: 0 };
  const set: number[] = [];
  const alarm = createSharedAlarm(
    () => at.now,
    (time) => void set.push(time),
  );
  alarm.wish('a', 100);
  alarm.wish('b', 200);
  alarm.wish('c', 50);
  expect(set).toEqual([100, 50]);
  at.now = 60;
  alarm.rang();
  expect(set).toEqual([100, 50, 100]);
  alarm.wish('a', 300);
  expect(set.at(-1)).toBe(200);
  at.now = 300;
  alarm.rang();
  expect(set.at(-1)).toBe(200);
});
