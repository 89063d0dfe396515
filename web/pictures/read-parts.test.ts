import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPieces } from './picture-parts.ts';
import { readParts } from './read-parts.ts';
import { bytesOf, exifOf, jpegOf, pngChunk, pngOf, segment, vp8x, webpChunk, webpOf } from './testing.ts';

const KINDS = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const;
const lossy = webpChunk('VP8 ', new Uint8Array(20));
const exif = (orientation: number) => segment(0xe1, bytesOf('Exif\0\0', exifOf(orientation)));
const bare = (bytes: Uint8Array, kind: (typeof KINDS)[number]) => {
  const pieces = readParts(bytes, kind).bare;
  return pieces === null ? null : joinPieces(pieces);
};

describe('what a picture’s file is made of', () => {
  it('[PI21] of a JPEG only the picture is left', () => {
    const told = [
      segment(0xe0, bytesOf('JFIF\0', [1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9])),
      exif(1),
      segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>'),
      segment(0xed, 'Photoshop 3.0'),
      segment(0xfe, 'made at home'),
    ];
    expect(bare(bytesOf(jpegOf(told), 'what cameras hang on'), 'image/jpeg')).toEqual(jpegOf([]));
    const adobe = segment(0xee, bytesOf('Adobe', new Uint8Array(7)));
    expect(bare(jpegOf([adobe]), 'image/jpeg')).toEqual(jpegOf([adobe]));
  });

  it('[PI21] a JPEG that lies on its side, has a profile or is made for print is drawn anew', () => {
    expect(readParts(jpegOf([exif(6)]), 'image/jpeg')).toMatchObject({ orientation: 6, bare: null });
    expect(bare(jpegOf([segment(0xe2, 'ICC_PROFILE\0\u0001\u0001')]), 'image/jpeg')).toBeNull();
    expect(bare(jpegOf([], { components: 4 }), 'image/jpeg')).toBeNull();
    const usual = segment(0xe2, 'ICC_PROFILE\0\u0001\u0001…mluc\0s\0R\0G\0B');
    expect(bare(jpegOf([usual]), 'image/jpeg')).toEqual(jpegOf([]));
  });

  it('[PI21] of a PNG only the picture is left', () => {
    const srgb = pngChunk('sRGB', [0]);
    const told = [
      srgb,
      pngChunk('tEXt', bytesOf('Author\0Wren')),
      pngChunk('eXIf', exifOf(1)),
      pngChunk('tIME', [1, 2, 3, 4, 5, 6, 7]),
    ];
    expect(bare(bytesOf(pngOf(told), 'hung on'), 'image/png')).toEqual(pngOf([srgb]));
    expect(bare(pngOf([pngChunk('iCCP', bytesOf('Display P3\0'))]), 'image/png')).toBeNull();
    expect(readParts(pngOf([pngChunk('eXIf', exifOf(3, 'II'))]), 'image/png')).toMatchObject({
      orientation: 3,
      bare: null,
    });
  });

  it('[PI21] of a WebP only the picture is left, and it no longer says that there is more', () => {
    const told = [
      vp8x(0x3c & ~0x20),
      lossy,
      webpChunk('EXIF', exifOf(1)),
      webpChunk('XMP ', bytesOf('<x/>')),
    ];
    expect(bare(webpOf(told), 'image/webp')).toEqual(webpOf([vp8x(0x10), lossy]));
    expect(bare(webpOf([vp8x(0x20), webpChunk('ICCP', [1, 2]), lossy]), 'image/webp')).toBeNull();
    expect(readParts(webpOf([vp8x(8), lossy, webpChunk('EXIF', exifOf(8))]), 'image/webp')).toMatchObject({
      orientation: 8,
      bare: null,
    });
  });

  it('knows what may be see-through', () => {
    const clear = (bytes: Uint8Array, kind: (typeof KINDS)[number]) => readParts(bytes, kind).mayBeClear;
    expect(clear(jpegOf([]), 'image/jpeg')).toBe(false);
    expect([2, 6, 4, 0].map((colourType) => clear(pngOf([], { colourType }), 'image/png'))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(clear(pngOf([pngChunk('tRNS', [0])]), 'image/png')).toBe(true);
    expect(clear(webpOf([vp8x(0x10), lossy]), 'image/webp')).toBe(true);
    expect(clear(webpOf([lossy]), 'image/webp')).toBe(false);
    const lossless = (bits: number) => webpOf([webpChunk('VP8L', [0x2f, 0, 0, 0, bits, 0])]);
    expect([0x10, 0].map((bits) => clear(lossless(bits), 'image/webp'))).toEqual([true, false]);
  });

  it('counts pictures that move', () => {
    const gif = (frames: number) => {
      const frame = bytesOf([0x21, 0xf9, 4, 0, 0, 0, 0, 0], [0x2c], new Uint8Array(9), [2, 1, 7, 0]);
      return bytesOf('GIF89a', [8, 0, 8, 0, 0, 0, 0], ...Array.from({ length: frames }, () => frame), [0x3b]);
    };
    expect(readParts(gif(3), 'image/gif')).toMatchObject({ frames: 3, complete: true, bare: null });
    expect(readParts(pngOf([pngChunk('acTL', [0, 0, 0, 5, 0, 0, 0, 0])]), 'image/png').frames).toBe(5);
    const moving = webpOf([
      vp8x(2),
      webpChunk('ANIM', new Uint8Array(6)),
      webpChunk('ANMF', new Uint8Array(20)),
    ]);
    expect(readParts(moving, 'image/webp')).toMatchObject({ frames: 1, bare: null });
  });

  it('[PI20] notices a file that ends before its picture', () => {
    const whole: readonly (readonly [Uint8Array, (typeof KINDS)[number]])[] = [
      [jpegOf([exif(6)]), 'image/jpeg'],
      [pngOf([]), 'image/png'],
      [webpOf([vp8x(0), lossy]), 'image/webp'],
    ];
    for (const [bytes, kind] of whole) {
      expect(readParts(bytes, kind).complete).toBe(true);
      for (let length = 12; length < bytes.byteLength; length += 1)
        expect(readParts(bytes.subarray(0, length), kind).complete, `${kind} ${length}`).toBe(false);
    }
  });

  it('[PI20] never throws and never runs away, whatever the bytes are', () => {
    const starts = [jpegOf([exif(6)]), pngOf([pngChunk('tRNS', [0])]), webpOf([vp8x(0x10), lossy])];
    const mangled = fc.tuple(
      fc.constantFrom(...starts),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 12 }),
      fc.uint8Array({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(mangled, fc.constantFrom(...KINDS), ([start, changes, tail], kind) => {
        const bytes = bytesOf(start, tail);
        for (const [at, value] of changes) if (at < bytes.byteLength) bytes[at] = value;
        const parts = readParts(bytes, kind);
        expect(parts.orientation).toBeGreaterThanOrEqual(1);
        expect(parts.orientation).toBeLessThanOrEqual(8);
        expect(parts.frames).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});
