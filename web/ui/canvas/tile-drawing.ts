import { scalePath } from '../kit/icon-path.ts';
import { ICONS, type IconName } from '../kit/icons.ts';
import { NODE_STATUS, type NodeDisplayStatus } from '../status/node-status.ts';
import { TILE_SCALE } from './node-ends.ts';

/**
 * Nodes from afar as a few paths instead of elements of their own: one set per status. The look is NodeTile's, at the
 * same place to the pixel, because a tile that is touched becomes one.
 */

export interface TileNode {
  readonly id: string;
  readonly icon: IconName;
  /** Canvas px of the tile's corner. */
  readonly left: number;
  readonly top: number;
}

/** All tiles of one status, as path data. */
export interface TileDrawing {
  readonly status: NodeDisplayStatus;
  readonly frames: string;
  readonly icons: string;
  readonly discs: string;
  readonly badges: string;
}

export interface TileArtist {
  readonly draw: (
    tiles: readonly TileNode[],
    statusOf: (nodeId: string) => NodeDisplayStatus,
  ) => readonly TileDrawing[];
}

const GRID_PX = 24;
const WIDTH_PX = 32 * TILE_SCALE;
const HEIGHT_PX = 28 * TILE_SCALE;
const TILE_LINE_PX = 1.5 * TILE_SCALE;
/** --r-1 of the tile, and half the line that goes round it. */
const RADIUS_PX = 3 * TILE_SCALE + TILE_LINE_PX / 2;
const GLYPH = { size: 14 * TILE_SCALE, left: 9 * TILE_SCALE, top: 7 * TILE_SCALE };
const BADGE = { size: 9 * TILE_SCALE, left: 25.5 * TILE_SCALE, top: -2.5 * TILE_SCALE };
const DISC = { x: 30 * TILE_SCALE, y: 2 * TILE_SCALE, radius: 7 * TILE_SCALE };
/** Drawn icons kept for the next status: beyond this all are forgotten. */
const MOST_KEPT = 4_000;

export function createTileArtist(): TileArtist {
  const kept = new Map<string, string>();
  const icon = (name: IconName, box: typeof GLYPH, { left, top }: TileNode) => {
    const key = `${name}:${left + box.left}:${top + box.top}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const path = scalePath(ICONS[name], box.size / GRID_PX, left + box.left, top + box.top);
    kept.set(key, path);
    return path;
  };
  const drawOne = (status: NodeDisplayStatus, tiles: readonly TileNode[]): TileDrawing => ({
    status,
    frames: tiles.map(frame).join(''),
    icons: tiles.map((tile) => icon(tile.icon, GLYPH, tile)).join(''),
    discs: tiles.map(disc).join(''),
    badges: tiles.map((tile) => icon(NODE_STATUS[status].icon, BADGE, tile)).join(''),
  });
  return Object.freeze({
    draw(tiles: readonly TileNode[], statusOf: (nodeId: string) => NodeDisplayStatus) {
      const byStatus = new Map<NodeDisplayStatus, TileNode[]>();
      for (const tile of tiles) {
        const status = statusOf(tile.id);
        const list = byStatus.get(status);
        if (list) list.push(tile);
        else byStatus.set(status, [tile]);
      }
      return [...byStatus].map(([status, list]) => drawOne(status, list));
    },
  });
}

/** The middle of the line round the tile. */
function frame({ left, top }: TileNode): string {
  const half = TILE_LINE_PX / 2;
  const across = WIDTH_PX + TILE_LINE_PX - 2 * RADIUS_PX;
  const down = HEIGHT_PX + TILE_LINE_PX - 2 * RADIUS_PX;
  const corner = (x: number, y: number) => `a${RADIUS_PX} ${RADIUS_PX} 0 0 1 ${x} ${y}`;
  return `M${left - half + RADIUS_PX} ${top - half}h${across}${corner(RADIUS_PX, RADIUS_PX)}v${down}${corner(-RADIUS_PX, RADIUS_PX)}h${-across}${corner(-RADIUS_PX, -RADIUS_PX)}v${-down}${corner(RADIUS_PX, -RADIUS_PX)}z`;
}

function disc({ left, top }: TileNode): string {
  const { x, y, radius } = DISC;
  const half = (by: number) => `a${radius} ${radius} 0 0 1 ${by} 0`;
  return `M${left + x - radius} ${top + y}${half(2 * radius)}${half(-2 * radius)}z`;
}
