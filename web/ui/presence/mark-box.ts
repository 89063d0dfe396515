import type { Distance } from '../canvas/tiles.ts';
import type { Rect } from '../canvas/rect.ts';

/** Where a node is drawn, as seen from this distance: from afar a node is a bar or a tile inside its box. */
export interface MarkBox extends Rect {
  /** CSS. */
  readonly radius: string;
}

/** NodeAfar draws a bar of 34 px at twice its size, and a tile of 32 × 28 px at four times its. */
const BAR_HEIGHT = 68;
const TILE = { width: 128, height: 112 } as const;

export function markBox(box: Rect | undefined, distance: Distance, type: string): MarkBox | null {
  if (box === undefined) return null;
  if (type === 'group') return { ...box, radius: 'var(--r-4)' };
  if (type === 'note' || distance === 'near') return { ...box, radius: 'var(--r-3)' };
  if (distance === 'far') return { ...box, height: BAR_HEIGHT, radius: 'calc(2 * var(--r-2))' };
  return { ...TILE, x: box.x + (box.width - TILE.width) / 2, y: box.y, radius: 'calc(4 * var(--r-2))' };
}
