import { ascii, isUsualProfile, type PictureParts } from './picture-parts.ts';
import { tiffOrientation } from './tiff-orientation.ts';

const SIGNATURE_BYTES = 8;
/** Length, name and checksum of a chunk. */
const FRAME_BYTES = 12;
/** What the picture is and how its colours are meant (PNG specification §11); everything else is about it. */
const OF_THE_PICTURE = new Set(['IHDR', 'PLTE', 'tRNS', 'sRGB', 'gAMA', 'cHRM', 'sBIT', 'IDAT', 'IEND']);
/** iCCP begins with the profile's name; the profile itself is packed. */
const PROFILES = new Set(['iCCP', 'cICP', 'mDCV', 'cLLI']);

/** Reads a PNG's chunks. Of one that moves the first picture is left, which every reader of PNG shows. */
export function pngParts(bytes: Uint8Array): PictureParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bare: Uint8Array[] = [bytes.subarray(0, SIGNATURE_BYTES)];
  const found = { complete: false, orientation: 1, frames: 1, mayBeClear: false, profiled: false };
  let at = SIGNATURE_BYTES;
  while (!found.complete && at + FRAME_BYTES <= bytes.byteLength) {
    const length = view.getUint32(at);
    const end = at + FRAME_BYTES + length;
    if (end > bytes.byteLength) break;
    const name = ascii(bytes, at + 4, at + 8);
    if (name === 'IHDR') found.mayBeClear = ((bytes[at + 17] ?? 0) & 4) !== 0;
    if (name === 'tRNS') found.mayBeClear = true;
    if (name === 'acTL' && length >= 4) found.frames = Math.max(1, view.getUint32(at + 8));
    if (name === 'eXIf') found.orientation = tiffOrientation(bytes.subarray(at + 8, end - 4));
    found.profiled ||= PROFILES.has(name) && !isUsualProfile(bytes.subarray(at, Math.min(end, at + 90)));
    if (OF_THE_PICTURE.has(name)) bare.push(bytes.subarray(at, end));
    found.complete = name === 'IEND';
    at = end;
  }
  const { complete, orientation, frames, mayBeClear, profiled } = found;
  const isPlain = orientation === 1 && !profiled;
  return { complete, orientation, frames, mayBeClear, bare: isPlain ? bare : null };
}
