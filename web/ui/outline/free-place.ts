import type { Point } from '#shared/graph/document.ts';

/** px of a step with the air round it. */
const ROOM = { width: 248, height: 168 } as const;

/** The first place at or below `wanted` that no step stands on. O(steps²) at worst, for one act of a person. */
export function freePlace(wanted: Point, taken: readonly Point[]): Point {
  let { y } = wanted;
  const isTaken = () =>
    taken.some((place) => Math.abs(place.x - wanted.x) < ROOM.width && Math.abs(place.y - y) < ROOM.height);
  while (isTaken()) y += ROOM.height;
  return { x: wanted.x, y };
}
