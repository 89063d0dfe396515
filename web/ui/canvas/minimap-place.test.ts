import { expect, test } from 'vitest';
import { minimapSize, placeOnMinimap } from './minimap-place.ts';

const world = { x: -100, y: 0, width: 1_360, height: 800 };

test('the map is as tall as its flow asks for, within its panel', () => {
  expect(minimapSize(world)).toEqual({ width: 136, height: 80 });
  expect(minimapSize({ width: 5_000, height: 100 })).toEqual({ width: 136, height: 40 });
  expect(minimapSize({ width: 100, height: 5_000 })).toEqual({ width: 136, height: 120 });
});

test('a part of the canvas lies on the map where its nodes lie', () => {
  expect(placeOnMinimap(world, { x: 0, y: 100, width: 500, height: 300 })).toEqual({
    ...{ x: 10, y: 10 },
    ...{ width: 50, height: 30 },
  });
});

test('a world that is not as wide as the map stands in its middle', () => {
  const tall = { x: 0, y: 0, width: 100, height: 1_200 };
  expect(placeOnMinimap(tall, tall)).toEqual({ x: 63, y: 0, width: 10, height: 120 });
});

test('what reaches over the map is cut off at its edge', () => {
  expect(placeOnMinimap(world, { x: -900, y: -900, width: 9_000, height: 1_000 })).toEqual({
    ...{ x: 0, y: 0 },
    ...{ width: 136, height: 10 },
  });
  expect(placeOnMinimap(world, { x: 9_000, y: 0, width: 100, height: 100 })).toMatchObject({ width: 0 });
});

test('a small step of a pan in a large flow does not move it', () => {
  const large = { x: 0, y: 0, width: 20_000, height: 12_000 };
  const part = { x: 4_000, y: 3_000, width: 2_000, height: 1_300 };
  expect(placeOnMinimap(large, { ...part, x: part.x + 10 })).toEqual(placeOnMinimap(large, part));
});

test('its size is the same at every step of a pan within the map', () => {
  const sizes = Array.from({ length: 60 }, (_, step) => {
    const { width, height } = placeOnMinimap(world, { x: step * 7, y: step * 3, width: 333, height: 217 });
    return `${width}x${height}`;
  });
  expect(new Set(sizes)).toEqual(new Set(['33x22']));
});
