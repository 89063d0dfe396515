import type { Size } from '#shared/graph/document.ts';
import type { Rect } from './rect.ts';

/** The map without its padding: as wide as its panel leaves it, as tall as the flow asks for within these. */
const WIDTH_PX = 136;
const LEAST_HEIGHT_PX = 40;
const MOST_HEIGHT_PX = 120;

/** Size of the map's drawing for a flow whose nodes lie in this box, px. */
export function minimapSize(world: Size): Size {
  const height = (WIDTH_PX * world.height) / world.width;
  return { width: WIDTH_PX, height: Math.min(MOST_HEIGHT_PX, Math.max(LEAST_HEIGHT_PX, Math.round(height))) };
}

/**
 * Where a part of the canvas lies on the map, in whole px: most steps of a pan do not move it at all. The world stands
 * in the middle of the map, as large as fits; what reaches over its edge is cut off.
 */
export function placeOnMinimap(world: Rect, part: Rect): Rect {
  const map = minimapSize(world);
  const scale = Math.min(map.width / world.width, map.height / world.height);
  /** Start and length separately: rounding must not make the length change from step to step. */
  const along = (from: number, length: number, start: number, whole: number, most: number) => {
    const at = (most - whole * scale) / 2 + (from - start) * scale;
    const first = Math.max(0, at);
    return [Math.round(first), Math.max(0, Math.round(Math.min(most, at + length * scale) - first))] as const;
  };
  const [x, width] = along(part.x, part.width, world.x, world.width, map.width);
  const [y, height] = along(part.y, part.height, world.y, world.height, map.height);
  return { x, y, width, height };
}
