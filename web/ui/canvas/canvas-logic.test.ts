import { expect, test } from 'vitest';
import { NODE_DISPLAY_STATUSES } from '../status/node-status.ts';
import { createFarThreads } from './far-threads.ts';
import { fittedViewport, warpScale } from './fit.ts';
import { pickerPlace } from './picker-place.ts';
import { resizedTo } from './resize.ts';
import { threadState } from './thread-state.ts';
import { flowText } from './transfer.ts';

test('stitches move into the node at work, and nowhere else', () => {
  expect(threadState('done', 'streaming')).toBe('live');
  expect(threadState('cached', 'running')).toBe('live');
  expect(threadState('streaming', 'queued')).toBe('queued');
  expect(threadState('done', 'done')).toBe('done');
  expect(threadState('failed', 'skipped')).toBe('broken');
  for (const status of NODE_DISPLAY_STATUSES) expect(threadState('idle', status)).toBe('wired');
});

test('threads are joined by tile and type, without those that are drawn alone', () => {
  const ends = { from: { x: 0, y: 0 }, to: { x: 100, y: 0 } };
  const far = createFarThreads([
    { id: 'a', type: 'text', ends },
    { id: 'b', type: 'text', ends },
    { id: 'c', type: 'persona', ends },
    { id: 'long', type: 'text', ends: { from: { x: 0, y: 0 }, to: { x: 9_000, y: 0 } } },
    { id: 'away', type: 'text', ends: { from: { x: 90_000, y: 0 }, to: { x: 90_100, y: 0 } } },
  ]);
  const window = { x: -10, y: -10, width: 500, height: 500 };
  const paths = far.within(window, new Set(['b']));
  expect(paths.map((path) => path.type)).toEqual(['text', 'persona', 'text']);
  expect(paths[0]?.path.match(/M/g)).toHaveLength(1);
  expect(far.within(window, new Set())[0]?.path.match(/M/g)).toHaveLength(2);
});

test('a flow that fits is shown whole, a larger one from its start', () => {
  const screen = { width: 1_000, height: 600 };
  expect(fittedViewport({ x: 0, y: 0, width: 460, height: 260 }, screen, { least: 0.6, most: 1 })).toEqual({
    x: 270,
    y: 170,
    zoom: 1,
  });
  expect(
    fittedViewport({ x: 100, y: 0, width: 9_000, height: 260 }, screen, { least: 0.6, most: 1 }),
  ).toEqual({
    x: -36,
    y: 222,
    zoom: 0.6,
  });
});

test('what is fitted stands above the map or beside it, where it is larger', () => {
  const screen = { width: 1_000, height: 600 };
  const limits = { least: 0.6, most: 1 };
  const tall = fittedViewport({ x: 0, y: 0, width: 760, height: 540 }, screen, limits);
  expect(tall).toEqual({ x: 176, y: 24, zoom: 1 });
  const wide = fittedViewport({ x: 0, y: 0, width: 940, height: 500 }, screen, limits);
  expect(wide.zoom).toBeCloseTo(800 / 940);
  expect(wide.x).toBe(176);
  const low = fittedViewport({ x: 0, y: 0, width: 940, height: 400 }, screen, limits);
  expect(low.y).toBe(54);
});

test('the warp keeps its cells readable at any zoom', () => {
  for (const zoom of [0.05, 0.3, 1, 2]) {
    expect(24 * warpScale(zoom)).toBeGreaterThan(17);
    expect(24 * warpScale(zoom)).toBeLessThan(34.1);
  }
});

test('a corner keeps to the grid and to the least size', () => {
  const least = { width: 120, height: 72 };
  expect(resizedTo({ width: 216, height: 152 }, { x: 13, y: -300 }, least)).toEqual({
    width: 232,
    height: 72,
  });
});

test('the picker stays inside the window', () => {
  expect(pickerPlace({ x: 1_390, y: 890 }, { width: 1_440, height: 900 })).toEqual({ x: 1_124, y: 504 });
  expect(pickerPlace({ x: -5, y: 40 }, { width: 1_440, height: 900 })).toEqual({ x: 16, y: 40 });
});

test('only JSON is taken for a flow, other text for a prompt', () => {
  expect(flowText('{"nodes":[]}')).toBe(true);
  expect(flowText('{not json')).toBe(false);
  expect(flowText('Two friends carry a lantern.')).toBe(false);
});
