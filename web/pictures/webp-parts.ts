import { ascii, isUsualProfile, type PictureParts } from './picture-parts.ts';
import { tiffOrientation } from './tiff-orientation.ts';

/** RFC 9649 §2.7: flags in the first byte of VP8X. */
const HAS_ALPHA = 0x10;
const ICC_EXIF_XMP = 0x20 | 0x08 | 0x04;
const RIFF_HEADER_BYTES = 12;
const OF_THE_PICTURE = new Set(['VP8X', 'ALPH', 'VP8 ', 'VP8L']);

/** Reads a WebP's chunks. */
export function webpParts(bytes: Uint8Array): PictureParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Uint8Array[] = [];
  const found = { orientation: 1, frames: 0, mayBeClear: false, profiled: false };
  const end = bytes.byteLength < RIFF_HEADER_BYTES ? Infinity : 8 + view.getUint32(4, true);
  let at = RIFF_HEADER_BYTES;
  while (at + 8 <= Math.min(end, bytes.byteLength)) {
    const length = view.getUint32(at + 4, true);
    // Chunks of an odd length are followed by one more byte.
    const next = at + 8 + length + (length % 2);
    if (at + 8 + length > bytes.byteLength) break;
    const name = ascii(bytes, at, at + 4);
    const chunk = bytes.subarray(at, next);
    if (name === 'VP8X') found.mayBeClear ||= ((chunk[8] ?? 0) & HAS_ALPHA) !== 0;
    if (name === 'VP8L' && length >= 5)
      found.mayBeClear ||= ((view.getUint32(at + 9, true) >>> 28) & 1) === 1;
    if (name === 'ANMF') found.frames += 1;
    if (name === 'EXIF') found.orientation = tiffOrientation(withoutExifName(chunk.subarray(8)));
    found.profiled ||= name === 'ICCP' && !isUsualProfile(chunk);
    if (OF_THE_PICTURE.has(name)) pieces.push(name === 'VP8X' ? withoutFlags(chunk) : chunk);
    at = next;
  }
  const { orientation, frames, mayBeClear, profiled } = found;
  const isPlain = orientation === 1 && frames === 0 && !profiled;
  return {
    complete: bytes.byteLength >= end && at >= end - 1,
    orientation,
    frames: Math.max(1, frames),
    mayBeClear: mayBeClear || frames > 0,
    bare: isPlain ? [riffHeader(pieces), ...pieces] : null,
  };
}

/** Some writers put the name of JPEG's segment before the block. */
function withoutExifName(block: Uint8Array): Uint8Array {
  return ascii(block, 0, 6) === 'Exif\0\0' ? block.subarray(6) : block;
}

function withoutFlags(chunk: Uint8Array): Uint8Array {
  const copy = chunk.slice();
  copy[8] = (copy[8] ?? 0) & ~ICC_EXIF_XMP;
  return copy;
}

function riffHeader(pieces: readonly Uint8Array[]): Uint8Array {
  const header = new TextEncoder().encode('RIFF\0\0\0\0WEBP');
  const length = pieces.reduce((sum, piece) => sum + piece.byteLength, 4);
  new DataView(header.buffer).setUint32(4, length, true);
  return header;
}
