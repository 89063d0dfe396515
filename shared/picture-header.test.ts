import { describe, expect, it } from 'vitest';
import { readPictureHeader } from './picture-header.ts';

const bytesOf = (...parts: (string | readonly number[])[]): Uint8Array =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : [...part])),
  );

const PNG = bytesOf([0x89], 'PNG', [13, 10, 26, 10, 0, 0, 0, 13], 'IHDR', [0, 0, 2, 0, 0, 0, 1, 0x2c]);
const JPEG = bytesOf(
  [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 0, 0x20, 0, 0x40],
  [3, 1, 0x22, 0],
);
const GIF = bytesOf('GIF89a', [0x10, 0, 0x20, 0, 0, 0]);
const WEBP = bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 0x3f, 0, 0, 0x1f, 0, 0]);
const LOSSLESS = bytesOf('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [9, 0, 0, 0, 0x2f, 0x3f, 0xc0, 7, 0], '     ');

describe('what a picture says of itself', () => {
  it.each([
    ['png', PNG, 'image/png', 512, 300],
    ['jpeg', JPEG, 'image/jpeg', 64, 32],
    ['gif', GIF, 'image/gif', 16, 32],
    ['webp', WEBP, 'image/webp', 64, 32],
    ['lossless webp', LOSSLESS, 'image/webp', 64, 32],
  ] as const)('%s: kind and size', (_name, bytes, mediaType, width, height) => {
    expect(readPictureHeader(bytes)).toEqual({ mediaType, width, height });
  });

  it.each([
    ['a page', bytesOf('<!doctype html><script>alert(1)</script>        ')],
    ['an SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['nothing', new Uint8Array()],
    [
      'a picture without a width',
      bytesOf([0x89], 'PNG', [13, 10, 26, 10, 0, 0, 0, 13], 'IHDR', [0, 0, 0, 0, 0, 0, 0, 1]),
    ],
  ])('%s is none', (_name, bytes) => {
    expect(readPictureHeader(bytes)).toBeNull();
  });

  it.each([PNG, JPEG, GIF, WEBP])('cut anywhere it is no picture, or one of the same size', (bytes) => {
    const whole = readPictureHeader(bytes);
    for (let end = 0; end < bytes.length; end += 1)
      expect([null, whole]).toContainEqual(readPictureHeader(bytes.subarray(0, end)));
  });
});
