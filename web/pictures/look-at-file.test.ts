import { describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import { lookAtFile, tooManyBytes } from './look-at-file.ts';
import { bytesOf, jpegOf, pngOf } from './testing.ts';

const refusal = (bytes: Uint8Array) => {
  const looked = lookAtFile(bytes);
  return looked.ok ? null : [looked.error.code, looked.error.message];
};

describe('a file that somebody puts in as a picture', () => {
  it('[PI20] is one of four kinds by its bytes', () => {
    expect(lookAtFile(jpegOf([]))).toMatchObject({ ok: true, header: { mediaType: 'image/jpeg' } });
    expect(lookAtFile(pngOf([]))).toMatchObject({ ok: true, header: { width: 640, height: 480 } });
  });

  it.each([
    ['nothing', bytesOf(), 'This file is empty.'],
    [
      'a text',
      bytesOf('Dear Wren, the picture is not here.'),
      'This file is no picture, whatever its name says.',
    ],
    [
      'an SVG',
      bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'This is an SVG',
    ],
    ['an SVG behind a prologue', bytesOf('\n<?xml version="1.0"?>\n<svg/>'), 'This is an SVG'],
    ['a web page', bytesOf('<!doctype html><script>alert(1)</script>'), 'This file is a web page'],
    ['a PDF', bytesOf('%PDF-1.7'), 'This file is a PDF.'],
    [
      'a photo of an iPhone',
      bytesOf([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic'),
      'This is a HEIC picture',
    ],
    ['an AVIF', bytesOf([0, 0, 0, 28], 'ftypavif', [0, 0, 0, 0], 'avifmif1'), 'This is an AVIF picture'],
    ['a TIFF', bytesOf('II*\0', [8, 0, 0, 0]), 'This is a TIFF or raw picture'],
    ['a BMP', bytesOf('BM', [0, 0, 0, 0]), 'This is a BMP picture'],
    ['a film', bytesOf([0, 0, 0, 24], 'ftypisom', [0, 0, 0, 0], 'mp42'), 'This file is no picture'],
  ])('[PI20] is refused when it is %s', (_what, bytes, words) => {
    expect(refusal(bytes)).toEqual(['not-a-picture', expect.stringContaining(words)]);
  });

  it('[PI20] is refused before it is decoded when it asks for too many pixels', () => {
    expect(refusal(pngOf([], { width: 50_000, height: 50_000 }))).toEqual([
      'picture-too-large',
      'This picture says it has 50000 × 50000 pixels; at most 64 megapixels and 16384 pixels a side can be opened. Make it smaller and put it in again.',
    ]);
    expect(refusal(jpegOf([], { width: 20_000, height: 10 }))).toMatchObject([
      'picture-too-large',
      expect.anything(),
    ]);
  });

  it('[PI20] is refused when a part of it is missing', () => {
    expect(refusal(jpegOf([], { cut: true }))).toEqual([
      'not-a-picture',
      'This picture ends in the middle: a part of the file is missing. Get the file once more.',
    ]);
  });

  it('[PI20] is refused unread when it is too long', () => {
    expect(tooManyBytes(LIMITS.pictureFileBytes)).toBeNull();
    expect(tooManyBytes(LIMITS.pictureFileBytes * 2)).toMatchObject({
      code: 'picture-too-large',
      message: 'This file has 128 MB; a picture may have 64 MB. Make it smaller and put it in again.',
    });
  });
});
