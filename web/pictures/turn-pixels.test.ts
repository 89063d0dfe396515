import { expect, it } from 'vitest';
import { tiffOrientation } from './tiff-orientation.ts';
import { exifOf } from './testing.ts';
import { turnPixels } from './turn-pixels.ts';

/** Rows of letters as pixels. */
const pixels = (...rows: readonly string[]) => ({
  width: rows[0]?.length ?? 0,
  height: rows.length,
  data: new Uint8ClampedArray([...rows.join('')].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 255])),
});
const letters = ({ data, width, height }: ReturnType<typeof pixels>) =>
  Array.from({ length: height }, (_row, y) =>
    Array.from({ length: width }, (_pixel, x) => String.fromCharCode(data[(y * width + x) * 4] ?? 0)).join(
      '',
    ),
  );

// As EXIF 2.32 says where the picture's first row and column are: upright is ABC over DEF each time.
it.each([
  [1, ['ABC', 'DEF']],
  [2, ['CBA', 'FED']],
  [3, ['FED', 'CBA']],
  [4, ['DEF', 'ABC']],
  [5, ['AD', 'BE', 'CF']],
  [6, ['CF', 'BE', 'AD']],
  [7, ['FC', 'EB', 'DA']],
  [8, ['DA', 'EB', 'FC']],
])('[PI21] a picture stored as EXIF’s orientation %i stands upright', (orientation, stored) => {
  expect(letters(turnPixels(pixels(...stored), orientation) as ReturnType<typeof pixels>)).toEqual([
    'ABC',
    'DEF',
  ]);
});

it('[PI21] the orientation is found in either order of bytes, and nonsense counts as upright', () => {
  expect(
    [exifOf(6), exifOf(8, 'II'), exifOf(9), exifOf(0), exifOf(6).subarray(0, 19)].map(tiffOrientation),
  ).toEqual([6, 8, 1, 1, 1]);
  expect(tiffOrientation(new TextEncoder().encode('not a block of EXIF'))).toBe(1);
});
