import type { OpenPicture, PictureCodec } from './picture-codec.ts';
import type { Encoding, PictureSize } from './plan-picture.ts';

/** Files that are built like pictures, without pixels in them, and a codec that needs none. */

export const bytesOf = (
  ...parts: readonly (Uint8Array | readonly number[] | string)[]
): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : [...part],
    ),
  );

/** An EXIF block that says nothing but how the picture lies. */
export function exifOf(orientation: number, order: 'II' | 'MM' = 'MM'): Uint8Array {
  const block = new Uint8Array(26);
  const view = new DataView(block.buffer);
  const little = order === 'II';
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 1, little);
  view.setUint16(10, 0x0112, little);
  view.setUint16(12, 3, little);
  view.setUint32(14, 1, little);
  view.setUint16(18, orientation, little);
  return block;
}

/** One segment of a JPEG. */
export const segment = (marker: number, data: Uint8Array | string): Uint8Array => {
  const body = bytesOf(data);
  const length = body.byteLength + 2;
  return bytesOf([0xff, marker, length >> 8, length & 255], body);
};

const SCAN = [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56];

/** A JPEG with these segments of its own. */
export function jpegOf(
  segments: readonly Uint8Array[],
  { width = 640, height = 480, components = 3, cut = false } = {},
): Uint8Array<ArrayBuffer> {
  const frame = bytesOf([8, height >> 8, height & 255, width >> 8, width & 255, components, 1, 0x11, 0]);
  return bytesOf(
    [0xff, 0xd8],
    ...segments,
    segment(0xdb, new Uint8Array(65)),
    segment(0xc0, frame),
    segment(0xda, new Uint8Array(6)),
    SCAN,
    cut ? [] : [0xff, 0xd9],
  );
}

/** One chunk of a PNG; its checksum is nobody's business here. */
export function pngChunk(name: string, data: Uint8Array | readonly number[] = []): Uint8Array {
  const body = bytesOf(data);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.byteLength);
  return bytesOf(length, name, body, [1, 2, 3, 4]);
}

export function pngOf(
  chunks: readonly Uint8Array[],
  { width = 640, height = 480, colourType = 2, cut = false } = {},
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colourType], 8);
  return bytesOf(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', [9, 9, 9]),
    cut ? [] : pngChunk('IEND'),
  );
}

/** One chunk of a WebP. */
export function webpChunk(name: string, data: Uint8Array | readonly number[]): Uint8Array {
  const body = bytesOf(data);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.byteLength, true);
  return bytesOf(name, length, body, body.byteLength % 2 === 1 ? [0] : []);
}

export function webpOf(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = bytesOf('WEBP', ...chunks);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.byteLength, true);
  return bytesOf('RIFF', length, body);
}

/** Flags, and a size of 640 × 480. */
export const vp8x = (flags: number): Uint8Array =>
  webpChunk('VP8X', [flags, 0, 0, 0, 0x7f, 0x02, 0x00, 0xdf, 0x01, 0x00]);

/** A codec whose pictures have no pixels. */
export function fakeCodec(options: {
  readonly upright: PictureSize;
  readonly isOpaque?: boolean;
  /** How many bytes an encoding takes. */
  readonly bytesOf: (encoding: Encoding) => number;
}): PictureCodec & { readonly written: Encoding[]; readonly closed: () => number } {
  const written: Encoding[] = [];
  let closed = 0;
  const open = async (): Promise<OpenPicture> => ({
    ...options.upright,
    draw: async (size) => ({
      isOpaque: () => options.isOpaque ?? true,
      async encode(mediaType, quality) {
        const encoding = { mediaType, quality, size };
        written.push(encoding);
        return new Uint8Array(options.bytesOf(encoding));
      },
    }),
    close: () => (closed += 1),
  });
  return { open, written, closed: () => closed };
}
