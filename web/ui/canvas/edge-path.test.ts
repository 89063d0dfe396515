import fc from 'fast-check';
import { expect, test } from 'vitest';
import { threadBounds, threadDistance, threadPath, threadPoint } from './edge-path.ts';

const point = fc.record({
  x: fc.integer({ min: -3_000, max: 3_000 }),
  y: fc.integer({ min: -3_000, max: 3_000 }),
});

test('handles are half the gap', () => {
  expect(threadPath({ from: { x: 0, y: 0 }, to: { x: 200, y: 50 } })).toBe('M0,0C100,0 100,50 200,50');
});

test('handles are at least 36 px', () => {
  expect(threadPath({ from: { x: 0, y: 0 }, to: { x: 20, y: 50 } })).toBe('M0,0C36,0 -16,50 20,50');
});

test('the bounds hold every point of the thread', () => {
  fc.assert(
    fc.property(point, point, fc.double({ min: 0, max: 1, noNaN: true }), (from, to, t) => {
      const at = threadPoint({ from, to }, t);
      const box = threadBounds({ from, to });
      expect(at.x).toBeGreaterThanOrEqual(box.x - 0.001);
      expect(at.x).toBeLessThanOrEqual(box.x + box.width + 0.001);
      expect(at.y).toBeGreaterThanOrEqual(box.y - 0.001);
      expect(at.y).toBeLessThanOrEqual(box.y + box.height + 0.001);
    }),
  );
});

test('a point on the thread is near it, one beside it is as far as it looks', () => {
  const ends = { from: { x: 0, y: 0 }, to: { x: 400, y: 0 } };
  expect(threadDistance(ends, threadPoint(ends, 0.4))).toBeLessThan(1);
  expect(threadDistance(ends, { x: 200, y: 30 })).toBeCloseTo(30, 0);
});
