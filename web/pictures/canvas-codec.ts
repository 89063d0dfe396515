import type { PictureHeader } from '#shared/picture-header.ts';
import { isOpaqueAll, type Drawing, type OpenPicture, type PictureCodec } from './picture-codec.ts';
import type { KeptType, PictureSize } from './plan-picture.ts';

/** The browser's own decoders and encoders, in a worker. Fastest by far, and knows every JPEG there is. */
export const canvasCodec: PictureCodec = Object.freeze({
  async open(bytes: Uint8Array<ArrayBuffer>, mediaType: PictureHeader['mediaType']) {
    // The browser turns it by its EXIF.
    const bitmap = await createImageBitmap(new Blob([bytes], { type: mediaType }), {
      imageOrientation: 'from-image',
    });
    return Object.freeze({
      width: bitmap.width,
      height: bitmap.height,
      draw: async (size: PictureSize) => drawingOf(bitmap, size),
      close: () => bitmap.close(),
    }) satisfies OpenPicture;
  },
});

function drawingOf(bitmap: ImageBitmap, size: PictureSize): Drawing {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no room for a canvas');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  const pixels = (y: number, rows: number) => context.getImageData(0, y, size.width, rows);
  return Object.freeze({
    isOpaque: () => isOpaqueAll(size, (y, rows) => pixels(y, rows).data),
    async encode(mediaType: KeptType, quality: number | null) {
      const blob = await canvas.convertToBlob({ type: mediaType, ...(quality === null ? {} : { quality }) });
      if (blob.type === mediaType) return new Uint8Array(await blob.arrayBuffer());
      // Safari writes no WebP and gives a PNG instead.
      const { encodePixels } = await import('./wasm-codec.ts');
      return encodePixels(pixels(0, size.height), mediaType, quality);
    },
  });
}

/** Colours whose bytes a browser gives back as they are, unless it keeps pages from reading what they have drawn. */
const PROBE: readonly (readonly [number, number, number])[] = [
  [255, 0, 0],
  [0, 128, 255],
  [17, 34, 51],
  [250, 251, 252],
];

/**
 * Whether this browser can do it here: Safari drew in no worker before 16.4, and browsers that guard against being
 * recognised give wrong pixels back.
 */
export function canDrawHere(): boolean {
  if (typeof OffscreenCanvas === 'undefined' || typeof createImageBitmap === 'undefined') return false;
  try {
    const context = new OffscreenCanvas(PROBE.length, 1).getContext('2d');
    if (context === null || typeof OffscreenCanvas.prototype.convertToBlob !== 'function') return false;
    PROBE.forEach((colour, x) => {
      context.fillStyle = `rgb(${colour.join(' ')})`;
      context.fillRect(x, 0, 1, 1);
    });
    const { data } = context.getImageData(0, 0, PROBE.length, 1);
    return PROBE.every((colour, x) => colour.every((value, channel) => data[x * 4 + channel] === value));
  } catch {
    // A browser that refuses to be asked cannot do it either.
    return false;
  }
}
