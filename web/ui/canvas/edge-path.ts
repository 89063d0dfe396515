import type { Point } from '#shared/graph/document.ts';
import type { Rect } from './rect.ts';

/** Threads as Bézier curves: horizontal handles of half the gap, 36 px at least. */

const MIN_HANDLE_PX = 36;
/** Handles of a thread that runs backwards stop growing here, or it would sail round half the flow. */
const MAX_BACKWARD_HANDLE_PX = 180;

export interface Ends {
  readonly from: Point;
  readonly to: Point;
}

function handleLength(ends: Ends): number {
  const gap = ends.to.x - ends.from.x;
  if (gap >= 0) return Math.max(MIN_HANDLE_PX, gap / 2);
  return Math.min(MAX_BACKWARD_HANDLE_PX, Math.max(MIN_HANDLE_PX, -gap / 2));
}

/** SVG path data. */
export function threadPath(ends: Ends): string {
  const handle = handleLength(ends);
  const { from, to } = ends;
  return `M${from.x},${from.y}C${from.x + handle},${from.y} ${to.x - handle},${to.y} ${to.x},${to.y}`;
}

/** The point at t (0 to 1) of the curve. */
export function threadPoint(ends: Ends, t: number): Point {
  const handle = handleLength(ends);
  const u = 1 - t;
  const cubic = (a: number, b: number, c: number, d: number) =>
    u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return {
    x: cubic(ends.from.x, ends.from.x + handle, ends.to.x - handle, ends.to.x),
    y: cubic(ends.from.y, ends.from.y, ends.to.y, ends.to.y),
  };
}

/** The box of the curve, from its four points: never smaller than the curve. */
export function threadBounds(ends: Ends): Rect {
  const handle = handleLength(ends);
  const left = Math.min(ends.from.x, ends.to.x - handle);
  const right = Math.max(ends.from.x + handle, ends.to.x);
  const top = Math.min(ends.from.y, ends.to.y);
  return {
    x: left,
    y: top,
    width: Math.max(1, right - left),
    height: Math.max(1, Math.abs(ends.to.y - ends.from.y)),
  };
}

const SAMPLES = 24;

/** Distance in canvas px from a point to the curve, sampled: good to a few px, enough to drop a node on it. */
export function threadDistance(ends: Ends, point: Point): number {
  let least = Infinity;
  let before = ends.from;
  for (let step = 1; step <= SAMPLES; step += 1) {
    const here = threadPoint(ends, step / SAMPLES);
    least = Math.min(least, segmentDistance(before, here, point));
    before = here;
  }
  return least;
}

function segmentDistance(a: Point, b: Point, point: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}
