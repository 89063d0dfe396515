/**
 * What a picture says of itself in its first bytes. The bytes decide, never a name or a header: what is none of these
 * four kinds (SVG, HTML, anything that could act) is no picture for Weft.
 */
export interface PictureHeader {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  /** Pixels, as stored: turning by EXIF is not applied. */
  readonly width: number;
  readonly height: number;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Null when the bytes are none of the four kinds, or end before their size is told. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (PNG.every((byte, index) => bytes[index] === byte)) return pngHeader(view);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegHeader(view);
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return gifHeader(view);
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return webpHeader(bytes, view);
  return null;
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function sized(mediaType: PictureHeader['mediaType'], width: number, height: number): PictureHeader | null {
  return width > 0 && height > 0 ? { mediaType, width, height } : null;
}

/** PNG specification §11.2.2: IHDR is the first chunk. */
function pngHeader(view: DataView): PictureHeader | null {
  if (view.byteLength < 24 || view.getUint32(12) !== 0x49484452) return null;
  return sized('image/png', view.getUint32(16), view.getUint32(20));
}

function gifHeader(view: DataView): PictureHeader | null {
  if (view.byteLength < 10) return null;
  return sized('image/gif', view.getUint16(6, true), view.getUint16(8, true));
}

/** ITU T.81 §B.2: segments up to the first start of frame, which has the size. */
function jpegHeader(view: DataView): PictureHeader | null {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sized('image/jpeg', view.getUint16(at + 7), view.getUint16(at + 5));
    // Fill bytes and markers without a length stand alone.
    const alone = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += marker === 0xff ? 1 : alone ? 2 : 2 + view.getUint16(at + 2);
  }
  return null;
}

/** RFC 9649: the size lies in another place for each of the three first chunks. */
function webpHeader(bytes: Uint8Array, view: DataView): PictureHeader | null {
  if (bytes.byteLength < 30) return null;
  const low24 = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  switch (ascii(bytes, 12, 16)) {
    case 'VP8 ':
      return sized('image/webp', view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return sized('image/webp', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return sized('image/webp', low24(24) + 1, low24(27) + 1);
    default:
      return null;
  }
}
