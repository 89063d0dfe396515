import { intersects, type Rect } from './rect.ts';

/**
 * Which boxes are near the viewport. The plane is cut into cells; a question is answered from the cells that the asked
 * window touches. The window itself is snapped to tile borders, so that panning inside a tile changes nothing.
 * Knows no nodes: ids and boxes only. Building is O(boxes), asking O(boxes in the window).
 */

/** Side of a cell of the index, in canvas px: a few nodes fit in one. */
const CELL_PX = 512;

export interface TileIndex {
  readonly idsIn: (window: Rect) => readonly string[];
}

export function createTileIndex(boxes: ReadonlyMap<string, Rect>): TileIndex {
  const cells = new Map<string, string[]>();
  for (const [id, box] of boxes) {
    forEachCell(box, (key) => {
      const cell = cells.get(key);
      if (cell) cell.push(id);
      else cells.set(key, [id]);
    });
  }
  const idsIn = (window: Rect) => {
    const found = new Set<string>();
    forEachCell(window, (key) => {
      for (const id of cells.get(key) ?? []) {
        const box = boxes.get(id);
        if (box && intersects(window, box)) found.add(id);
      }
    });
    return [...found];
  };
  return Object.freeze({ idsIn });
}

function forEachCell(rect: Rect, visit: (key: string) => void): void {
  const right = Math.floor((rect.x + rect.width) / CELL_PX);
  const bottom = Math.floor((rect.y + rect.height) / CELL_PX);
  for (let column = Math.floor(rect.x / CELL_PX); column <= right; column += 1) {
    for (let row = Math.floor(rect.y / CELL_PX); row <= bottom; row += 1) visit(`${column}:${row}`);
  }
}

/** Boxes by the square of the plane that holds their corner; the squares' side is far larger than a box. */
export function chunksOf(
  boxes: Iterable<readonly [string, Rect]>,
  side: number,
): ReadonlyMap<string, { readonly rect: Rect; readonly ids: readonly string[] }> {
  const chunks = new Map<string, { rect: Rect; ids: string[] }>();
  for (const [id, box] of boxes) {
    const column = Math.floor(box.x / side);
    const row = Math.floor(box.y / side);
    const key = `${column}:${row}`;
    const known = chunks.get(key);
    if (known) known.ids.push(id);
    else chunks.set(key, { rect: { x: column * side, y: row * side, width: side, height: side }, ids: [id] });
  }
  return chunks;
}

/** A card may stand so much taller than its box, canvas px: real words wrap where they like. */
const OVERHANG_PX = 120;
/** What stands out of a card at its other sides: ports, marks, the names of people. */
const EDGE_PX = 32;
/** Side of a tile at most, in px of the screen, and at least half of it; on the canvas it grows as the zoom shrinks. */
const TILE_ON_SCREEN_PX = 160;

/** Side of a tile in canvas px at this zoom: powers of two, so that zooming seldom changes the grid. */
export function tileSide(zoom: number): number {
  return TILE_ON_SCREEN_PX * 2 ** Math.max(0, Math.floor(Math.log2(1 / zoom) + 0.01));
}

export interface ViewportBox {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  /** Size on the screen. */
  readonly width: number;
  readonly height: number;
}

/** The part of the canvas that a viewport shows. */
export function shownRect(view: ViewportBox): Rect {
  return {
    x: -view.x / view.zoom,
    y: -view.y / view.zoom,
    width: view.width / view.zoom,
    height: view.height / view.zoom,
  };
}

/**
 * The shown part, grown to the borders of its tiles: it only changes when a border is crossed. What it gains it has
 * in the same frame, so it need not hold more than may be seen: every card in it costs a part of every frame of a pan.
 */
export function tileWindow(view: ViewportBox): Rect {
  const side = tileSide(view.zoom);
  const shown = shownRect(view);
  const left = Math.floor((shown.x - EDGE_PX) / side) * side;
  const top = Math.floor((shown.y - OVERHANG_PX) / side) * side;
  const right = Math.ceil((shown.x + shown.width + EDGE_PX) / side) * side;
  const bottom = Math.ceil((shown.y + shown.height + EDGE_PX) / side) * side;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Equal windows have equal keys. */
export function windowKey(window: Rect): string {
  return `${window.x}:${window.y}:${window.width}:${window.height}`;
}

export function windowOfKey(key: string): Rect {
  const [x = 0, y = 0, width = 0, height = 0] = key.split(':').map(Number);
  return { x, y, width, height };
}

/** How much of a node is drawn at a zoom. */
export type Distance = 'near' | 'far' | 'tile';

export function distanceAt(zoom: number): Distance {
  if (zoom >= 0.55) return 'near';
  return zoom >= 0.3 ? 'far' : 'tile';
}
