import { expect, test } from 'vitest';
import type { NodeDisplayStatus } from '../status/node-status.ts';
import { createTileArtist, type TileNode } from './tile-drawing.ts';

const tile = (id: string, left: number, icon: TileNode['icon'] = 'sparkles'): TileNode => ({
  id,
  icon,
  left,
  top: 0,
});
const statuses: Record<string, NodeDisplayStatus> = { a: 'done', b: 'failed', c: 'done' };
const statusOf = (id: string) => statuses[id] ?? 'idle';
const pieces = (path: string) => path.match(/M[^M]*a[^M]*z/g)?.length ?? 0;

test('tiles are drawn in one set of paths per status', () => {
  const drawings = createTileArtist().draw([tile('a', 0), tile('b', 400), tile('c', 800)], statusOf);
  expect(drawings.map(({ status, frames, discs }) => [status, pieces(frames), pieces(discs)])).toEqual([
    ['done', 2, 2],
    ['failed', 1, 1],
  ]);
});

test('a tile is drawn where its node stands', () => {
  const artist = createTileArtist();
  const [here] = artist.draw([tile('a', 0)], statusOf);
  const [there] = artist.draw([tile('a', 1_000)], statusOf);
  const start = (path: string | undefined) => Number(/^M(-?[\d.]+)/.exec(path ?? '')?.[1]);
  for (const part of ['frames', 'icons', 'discs', 'badges'] as const)
    expect(start(there?.[part]) - start(here?.[part])).toBeCloseTo(1_000);
});

test('the same tile is drawn the same again', () => {
  const artist = createTileArtist();
  const draw = () => artist.draw([tile('a', 40), tile('b', 80, 'languages')], statusOf);
  expect(draw()).toEqual(draw());
});
