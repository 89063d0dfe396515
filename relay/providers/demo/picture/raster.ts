import { glyphDots } from './glyphs.ts';

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number];
export type Point = readonly [x: number, y: number];

/** A picture in memory with the few strokes that the demo draws with. Coordinates are pixels; what lies outside is cut off. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** RGB, three bytes a pixel. */
  readonly pixels: Uint8Array;
  rect(x: number, y: number, width: number, height: number, colour: Colour): void;
  disc(x: number, y: number, radius: number, colour: Colour): void;
  polygon(points: readonly Point[], colour: Colour): void;
  /** `at` is the upper left corner; a letter is 6 by 7 dots of `dot` pixels. */
  text(text: string, at: Point, dot: number, colour: Colour): void;
}

export function createRaster(width: number, height: number): Raster {
  const pixels = new Uint8Array(width * height * 3);
  const span = (row: number, from: number, to: number, [red, green, blue]: Colour): void => {
    if (row < 0 || row >= height) return;
    const end = Math.min(width, Math.round(to));
    for (let x = Math.max(0, Math.round(from)); x < end; x += 1) {
      const at = (row * width + x) * 3;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
    }
  };
  const rect: Raster['rect'] = (x, y, w, h, colour) => {
    for (let row = Math.round(y); row < Math.round(y + h); row += 1) span(row, x, x + w, colour);
  };
  const disc: Raster['disc'] = (x, y, radius, colour) => {
    for (let row = Math.floor(y - radius); row <= Math.ceil(y + radius); row += 1) {
      const half = Math.sqrt(Math.max(0, radius * radius - (row - y) ** 2));
      if (half > 0) span(row, x - half, x + half, colour);
    }
  };
  const polygon: Raster['polygon'] = (points, colour) => {
    const rows = points.map(([, y]) => y);
    for (let row = Math.floor(Math.min(...rows)); row <= Math.ceil(Math.max(...rows)); row += 1) {
      const crossings = crossingsOf(points, row + 0.5);
      for (let index = 0; index + 1 < crossings.length; index += 2)
        span(row, crossings[index] ?? 0, crossings[index + 1] ?? 0, colour);
    }
  };
  const text: Raster['text'] = (words, [x, y], dot, colour) => {
    [...words].forEach((letter, index) => {
      for (const [column, row] of glyphDots(letter))
        rect(x + (index * 6 + column) * dot, y + row * dot, dot, dot, colour);
    });
  };
  return Object.freeze({ width, height, pixels, rect, disc, polygon, text });
}

/** Where a line at this height meets the sides, from left to right. */
function crossingsOf(points: readonly Point[], y: number): readonly number[] {
  const crossings: number[] = [];
  points.forEach(([x, from], index) => {
    const [otherX, to] = points[(index + 1) % points.length] ?? [x, from];
    if (from <= y === to <= y) return;
    crossings.push(x + ((y - from) / (to - from)) * (otherX - x));
  });
  return crossings.sort((one, other) => one - other);
}
