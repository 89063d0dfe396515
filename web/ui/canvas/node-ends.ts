import type { Point } from '#shared/graph/document.ts';
import { portY } from '../node/node-port.ts';
import type { CanvasPorts } from './canvas-flow.ts';
import type { Rect } from './rect.ts';
import type { Distance } from './tiles.ts';

/** Far nodes are drawn in screen measures, at a fixed scale: true to size at 50 % and at 25 %. */
const FAR_SCALE = 2;
export const TILE_SCALE = 4;
const FAR_HEIGHT_PX = 34 * FAR_SCALE;
const TILE_WIDTH_PX = 32 * TILE_SCALE;
const TILE_HEIGHT_PX = 28 * TILE_SCALE;

/** Where the tile of a node stands: centred in its box, at its top. */
export function tileCorner(box: Rect): Point {
  return { x: box.x + (box.width - TILE_WIDTH_PX) / 2, y: box.y };
}

/** Whether a canvas point lies on the tile of a node. */
export function isOnTile(box: Rect, point: Point): boolean {
  const { x, y } = tileCorner(box);
  return point.x >= x && point.x <= x + TILE_WIDTH_PX && point.y >= y && point.y <= y + TILE_HEIGHT_PX;
}

/** Where a thread leaves or enters a node at this distance, in canvas px. */
export function threadEnd(
  box: Rect,
  ports: CanvasPorts,
  handle: string,
  side: 'input' | 'output',
  distance: Distance,
): Point {
  const list = side === 'input' ? ports.inputs : ports.outputs;
  const row = list.findIndex((port) => port.id === handle);
  if (list[row]?.inner) return innerPlace(box, list, row, side);
  if (distance === 'tile') {
    const left = tileCorner(box).x;
    return { x: side === 'input' ? left : left + TILE_WIDTH_PX, y: box.y + TILE_HEIGHT_PX / 2 };
  }
  const x = side === 'input' ? box.x : box.x + box.width;
  if (distance === 'far') return { x, y: box.y + FAR_HEIGHT_PX / 2 };
  return { x, y: box.y + portY(Math.max(0, row)) };
}

const INNER_INSET_PX = 16;
const INNER_GAP_PX = 48;
/** What a container's card takes of its frame, about. */
const INNER_TOP_PX = 136;

/** Inner ports stand at the edges of what a container leaves free, whatever the distance: items left, results right. */
function innerPlace(box: Rect, list: CanvasPorts['inputs'], row: number, side: 'input' | 'output'): Point {
  const middle = (list.findIndex((port) => port.inner) + list.length - 1) / 2;
  const x = side === 'input' ? box.width - INNER_INSET_PX : INNER_INSET_PX;
  return { x: box.x + x, y: box.y + (INNER_TOP_PX + box.height) / 2 + (row - middle) * INNER_GAP_PX };
}
