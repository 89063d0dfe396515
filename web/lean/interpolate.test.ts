import * as library from 'd3-interpolate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interpolate, interpolateZoom } from './interpolate.ts';

const place = fc.integer({ min: -10_000, max: 10_000 });
const width = fc.double({ min: 100, max: 2_000, noNaN: true });
const view = fc.tuple(place, place, width);
const part = fc.double({ min: 0, max: 1, noNaN: true });

/** Equal but for rounding. */
function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((number, index) => {
    expect(Math.abs((actual[index] ?? Number.NaN) - number)).toBeLessThanOrEqual(
      1e-5 * (1 + Math.abs(number)),
    );
  });
}

describe('the way between two views', () => {
  test("is the library's, far apart and in place", () => {
    fc.assert(
      fc.property(view, view, part, (from, to, at) => {
        expectNear(interpolateZoom(from, to)(at), library.interpolateZoom(from, to)(at));
      }),
    );
    fc.assert(
      fc.property(view, width, part, ([x, y, before], after, at) => {
        const [from, to] = [
          [x, y, before],
          [x, y, after],
        ] as const;
        expectNear(interpolateZoom(from, to)(at), library.interpolateZoom([...from], [...to])(at));
      }),
    );
  });

  test('begins at the first and ends at the second', () => {
    expectNear(interpolateZoom([0, 0, 800], [4_000, -900, 300])(0), [0, 0, 800]);
    expectNear(interpolateZoom([0, 0, 800], [4_000, -900, 300])(1), [4_000, -900, 300]);
  });

  test("straight, it is the library's too", () => {
    fc.assert(
      fc.property(view, view, part, (from, to, at) => {
        expectNear(interpolate(from, to)(at), library.interpolate([...from], [...to])(at));
      }),
    );
  });
});
