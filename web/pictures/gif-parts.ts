import type { PictureParts } from './picture-parts.ts';

/** GIF89a §17 to §27. */
const HEADER_BYTES = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

/** Counts a GIF's pictures. It is always drawn anew: what is kept of it is its first picture. */
export function gifParts(bytes: Uint8Array): PictureParts {
  let at = HEADER_BYTES + colourTableBytes(bytes[10] ?? 0);
  let frames = 0;
  let complete = false;
  while (at < bytes.byteLength && !complete) {
    const block = bytes[at];
    if (block === TRAILER) complete = true;
    else if (block === EXTENSION) at = endOfSubBlocks(bytes, at + 2);
    else if (block === IMAGE) {
      const end = endOfSubBlocks(bytes, at + 11 + colourTableBytes(bytes[at + 9] ?? 0));
      if (end <= bytes.byteLength) frames += 1;
      at = end;
    } else break;
  }
  // Many GIFs lack their last byte and are shown by everybody.
  return {
    complete: complete || frames > 0,
    orientation: 1,
    frames: Math.max(1, frames),
    mayBeClear: true,
    bare: null,
  };
}

function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Behind the empty block that ends a list of them; past the end of the file when there is none. */
function endOfSubBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.byteLength) {
    const length = bytes[at] ?? 0;
    at += 1 + length;
    if (length === 0) return at;
  }
  return bytes.byteLength + 1;
}
