import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intersects, type Rect } from './rect.ts';
import {
  chunksOf,
  createTileIndex,
  distanceAt,
  shownRect,
  tileSide,
  tileWindow,
  windowKey,
  windowOfKey,
} from './tiles.ts';

const rect: fc.Arbitrary<Rect> = fc.record({
  x: fc.integer({ min: -5_000, max: 5_000 }),
  y: fc.integer({ min: -5_000, max: 5_000 }),
  width: fc.integer({ min: 1, max: 900 }),
  height: fc.integer({ min: 1, max: 900 }),
});

test('the index finds exactly the boxes that touch the window', () => {
  fc.assert(
    fc.property(fc.array(rect, { maxLength: 60 }), rect, (boxes, window) => {
      const named = new Map(boxes.map((box, index) => [`n${index}`, box]));
      const expected = [...named].filter(([, box]) => intersects(window, box)).map(([id]) => id);
      expect([...createTileIndex(named).idsIn(window)].sort()).toEqual(expected.sort());
    }),
  );
});

test('the window of the tiles always covers what is shown', () => {
  const view = fc.record({
    x: fc.integer({ min: -20_000, max: 20_000 }),
    y: fc.integer({ min: -20_000, max: 20_000 }),
    zoom: fc.double({ min: 0.05, max: 2, noNaN: true }),
    width: fc.integer({ min: 100, max: 3_000 }),
    height: fc.integer({ min: 100, max: 2_000 }),
  });
  fc.assert(
    fc.property(view, (shown) => {
      const part = shownRect(shown);
      const window = tileWindow(shown);
      expect(window.x).toBeLessThanOrEqual(part.x);
      expect(window.y).toBeLessThanOrEqual(part.y);
      expect(window.x + window.width).toBeGreaterThanOrEqual(part.x + part.width);
      expect(window.y + window.height).toBeGreaterThanOrEqual(part.y + part.height);
    }),
  );
});

test('panning inside a tile changes nothing, crossing its border does', () => {
  const view = { x: 0, y: 0, zoom: 1, width: 1_280, height: 800 };
  expect(windowKey(tileWindow({ ...view, x: -200 }))).toBe(windowKey(tileWindow({ ...view, x: -270 })));
  expect(windowKey(tileWindow({ ...view, x: -200 }))).not.toBe(windowKey(tileWindow({ ...view, x: -400 })));
});

test('a window survives its key', () => {
  const window = { x: -640, y: 320, width: 1_920, height: 1_280 };
  expect(windowOfKey(windowKey(window))).toEqual(window);
});

test('tiles grow by powers of two as the zoom shrinks', () => {
  expect([2, 1, 0.6, 0.5, 0.25, 0.1].map(tileSide)).toEqual([160, 160, 160, 320, 640, 1_280]);
});

test('nodes lose their bodies below 55 % and their names below 30 %', () => {
  expect([1, 0.55, 0.54, 0.3, 0.29].map(distanceAt)).toEqual(['near', 'near', 'far', 'far', 'tile']);
});

test('every box is in exactly one square, the one that holds its corner', () => {
  fc.assert(
    fc.property(fc.array(rect, { maxLength: 60 }), (boxes) => {
      const entries = boxes.map((box, index) => [`n${index}`, box] as const);
      const chunks = [...chunksOf(entries, 1_024).values()];
      expect(chunks.flatMap(({ ids }) => ids).toSorted()).toEqual(entries.map(([id]) => id).toSorted());
      for (const { rect: square, ids } of chunks)
        for (const id of ids) {
          const box = boxes[Number(id.slice(1))];
          expect(box && intersects(square, { x: box.x, y: box.y, width: 1, height: 1 })).toBe(true);
        }
    }),
  );
});
