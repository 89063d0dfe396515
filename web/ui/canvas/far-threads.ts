import type { PortType } from '#shared/graph/handles.ts';
import { threadBounds, threadPath, type Ends } from './edge-path.ts';
import { expand, intersects, type Rect } from './rect.ts';

/**
 * Threads that are only looked at, joined into one path per tile and type: thousands of them cost a few elements. Short
 * ones belong to the tile of their start, long ones are asked one by one.
 */

const TILE_PX = 2_048;

export interface FarThread {
  readonly id: string;
  readonly type: PortType;
  readonly ends: Ends;
}

export interface FarPath {
  readonly key: string;
  readonly type: PortType;
  readonly path: string;
}

export interface FarThreads {
  /** Paths that may cross the window, without the threads of `except`. O(tiles + long threads). */
  readonly within: (window: Rect, except: ReadonlySet<string>) => readonly FarPath[];
}

interface Tile {
  readonly key: string;
  readonly rect: Rect;
  readonly threads: FarThread[];
}

export function createFarThreads(threads: readonly FarThread[]): FarThreads {
  const tiles = new Map<string, Tile>();
  const long: FarThread[] = [];
  for (const thread of threads) {
    const box = threadBounds(thread.ends);
    if (box.width > TILE_PX || box.height > TILE_PX) long.push(thread);
    else tileAt(tiles, box).threads.push(thread);
  }
  const joined = new Map<Tile, readonly FarPath[]>();
  const pathsOf = (tile: Tile) => {
    const known = joined.get(tile);
    if (known) return known;
    const paths = join(tile.key, tile.threads);
    joined.set(tile, paths);
    return paths;
  };
  const within = (window: Rect, except: ReadonlySet<string>) => {
    const near = [...tiles.values()].filter((tile) => intersects(window, tile.rect));
    const far = long.filter(
      (thread) => !except.has(thread.id) && intersects(window, threadBounds(thread.ends)),
    );
    const parts = near.flatMap((tile) =>
      except.size > 0 && tile.threads.some((thread) => except.has(thread.id))
        ? join(
            tile.key,
            tile.threads.filter((thread) => !except.has(thread.id)),
          )
        : pathsOf(tile),
    );
    return [...parts, ...join('long', far)];
  };
  return Object.freeze({ within });
}

/** Tiles are as large as the longest thread they may hold, so a tile's rect grown by its side covers all its threads. */
function tileAt(tiles: Map<string, Tile>, box: Rect): Tile {
  const column = Math.floor(box.x / TILE_PX);
  const row = Math.floor(box.y / TILE_PX);
  const key = `${column}:${row}`;
  const known = tiles.get(key);
  if (known) return known;
  const own = { x: column * TILE_PX, y: row * TILE_PX, width: TILE_PX, height: TILE_PX };
  const tile: Tile = { key, rect: expand(own, TILE_PX), threads: [] };
  tiles.set(key, tile);
  return tile;
}

function join(key: string, threads: readonly FarThread[]): readonly FarPath[] {
  const byType = new Map<PortType, string[]>();
  for (const thread of threads) {
    const list = byType.get(thread.type);
    if (list) list.push(threadPath(thread.ends));
    else byType.set(thread.type, [threadPath(thread.ends)]);
  }
  return [...byType].map(([type, paths]) => ({ key: `${key}:${type}`, type, path: paths.join('') }));
}
