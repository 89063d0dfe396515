import decodeJpeg from '@jsquash/jpeg/decode.js';
import encodeJpeg from '@jsquash/jpeg/encode.js';
import decodePng from '@jsquash/png/decode.js';
import encodePng from '@jsquash/png/encode.js';
import resize from '@jsquash/resize';
import decodeWebp from '@jsquash/webp/decode.js';
import encodeWebp from '@jsquash/webp/encode.js';
import type { PictureHeader } from '#shared/picture-header.ts';
import { isOpaqueAll, type Drawing, type OpenPicture, type PictureCodec } from './picture-codec.ts';
import type { KeptType, PictureSize } from './plan-picture.ts';
import { turnPixels, type Pixels } from './turn-pixels.ts';

/**
 * The codecs of Squoosh (mozjpeg, libwebp, image-png, a resizer) compiled to WebAssembly, for browsers that cannot
 * encode by themselves. 1.2 MB of which each part is fetched when it is first needed.
 */
export const wasmCodec: PictureCodec = Object.freeze({
  async open(
    bytes: Uint8Array<ArrayBuffer>,
    mediaType: PictureHeader['mediaType'],
    orientation: number,
  ): Promise<OpenPicture> {
    const turned = turnPixels(pixelsOf(await decode(bytes, mediaType)), orientation);
    const upright = new ImageData(turned.data, turned.width, turned.height);
    return Object.freeze({
      width: upright.width,
      height: upright.height,
      draw: async (size: PictureSize) => drawingOf(await scaled(upright, size)),
      close: () => undefined,
    });
  },
});

/** Writes pixels. @param quality 0 to 1, null where the kind has none */
export async function encodePixels(
  pixels: ImageData,
  mediaType: KeptType,
  quality: number | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const options = quality === null ? {} : { quality: Math.round(quality * 100) };
  switch (mediaType) {
    case 'image/jpeg':
      return new Uint8Array(await encodeJpeg(pixels, options));
    case 'image/png':
      return new Uint8Array(await encodePng(pixels));
    case 'image/webp':
      return new Uint8Array(await encodeWebp(pixels, options));
    default:
      return mediaType satisfies never;
  }
}

const pixelsOf = ({ data, width, height }: ImageData): Pixels => ({
  data: new Uint8ClampedArray(data),
  width,
  height,
});

async function decode(
  bytes: Uint8Array<ArrayBuffer>,
  mediaType: PictureHeader['mediaType'],
): Promise<ImageData> {
  switch (mediaType) {
    case 'image/jpeg':
      return decodeJpeg(bytes.slice().buffer);
    case 'image/png':
      return decodePng(bytes.slice().buffer);
    case 'image/webp':
      return decodeWebp(bytes.slice().buffer);
    case 'image/gif':
      throw new Error('no codec for GIF');
    default:
      return mediaType satisfies never;
  }
}

async function scaled(pixels: ImageData, size: PictureSize): Promise<ImageData> {
  if (pixels.width === size.width && pixels.height === size.height) return pixels;
  return resize(pixels, {
    ...size,
    method: 'lanczos3',
    fitMethod: 'stretch',
    premultiply: true,
    linearRGB: true,
  });
}

function drawingOf(pixels: ImageData): Drawing {
  const { width } = pixels;
  return Object.freeze({
    isOpaque: () =>
      isOpaqueAll(pixels, (y, rows) => pixels.data.subarray(y * width * 4, (y + rows) * width * 4)),
    encode: (mediaType: KeptType, quality: number | null) => encodePixels(pixels, mediaType, quality),
  });
}
