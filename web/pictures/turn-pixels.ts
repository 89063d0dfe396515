import { liesOnItsSide } from './tiff-orientation.ts';

/** Where a pixel of the upright picture stands in the stored one (EXIF 2.32 §4.6.4, 2 to 8). */
const SOURCES: readonly ((
  x: number,
  y: number,
  right: number,
  bottom: number,
) => readonly [number, number])[] = [
  (x, y, right) => [right - x, y],
  (x, y, right, bottom) => [right - x, bottom - y],
  (x, y, _right, bottom) => [x, bottom - y],
  (x, y) => [y, x],
  (x, y, _right, bottom) => [y, bottom - x],
  (x, y, right, bottom) => [right - y, bottom - x],
  (x, y, right) => [right - y, x],
];

/** Pixels of four bytes, row by row: what ImageData is. */
export interface Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** The picture standing upright; the same one when it does already. @param orientation as EXIF counts, 1 to 8 */
export function turnPixels(stored: Pixels, orientation: number): Pixels {
  const source = SOURCES[orientation - 2];
  if (source === undefined) return stored;
  const [width, height] = liesOnItsSide(orientation)
    ? [stored.height, stored.width]
    : [stored.width, stored.height];
  const from = new Uint32Array(stored.data.buffer, stored.data.byteOffset, stored.width * stored.height);
  const turned = new Uint32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [fromX, fromY] = source(x, y, stored.width - 1, stored.height - 1);
      turned[y * width + x] = from[fromY * stored.width + fromX] ?? 0;
    }
  return { data: new Uint8ClampedArray(turned.buffer), width, height };
}
