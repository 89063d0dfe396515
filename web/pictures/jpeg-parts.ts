import { ascii, isUsualProfile, type PictureParts } from './picture-parts.ts';
import { tiffOrientation } from './tiff-orientation.ts';

/** Markers (ITU T.81 table B.1; JFIF §10.1). */
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const COMMENT = 0xfe;
/** A JFIF header without a small picture in it. */
const BARE_JFIF_BYTES = 18;
/** Components of CMYK, which not everybody shows alike. */
const CMYK = 4;

/** Reads a JPEG's segments. What stands behind its end (further pictures, a film) belongs to no picture of Weft. */
export function jpegParts(bytes: Uint8Array): PictureParts {
  const bare: Uint8Array[] = [bytes.subarray(0, 2)];
  const found = { complete: false, orientation: 1, profiled: false };
  let at = 2;
  while (at + 4 <= bytes.byteLength || bytes[at + 1] === END_OF_IMAGE) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1] ?? 0;
    if (marker === END_OF_IMAGE) {
      bare.push(bytes.subarray(at, at + 2));
      found.complete = true;
      break;
    }
    if (marker === 0xff || standsAlone(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const body = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    const end = marker === START_OF_SCAN ? endOfScan(bytes, body) : body;
    if (end > bytes.byteLength || end < at + 4) break;
    const segment = bytes.subarray(at, end);
    if (marker === APP1 && ascii(segment, 4, 10) === 'Exif\0\0')
      found.orientation = tiffOrientation(segment.subarray(10));
    found.profiled ||= hasOwnProfile(marker, segment) || isCmyk(marker, segment);
    if (isOfThePicture(marker, segment)) bare.push(segment);
    at = end;
  }
  return {
    complete: found.complete,
    orientation: found.orientation,
    frames: 1,
    mayBeClear: false,
    bare: found.orientation === 1 && !found.profiled ? bare : null,
  };
}

/** Markers without a length: RST0 to RST7, TEM. */
function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/** Where the next marker stands that is neither a stuffed 0xff nor a restart; past the end when there is none. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at === -1 || at + 1 >= bytes.byteLength) return bytes.byteLength + 1;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at += next === 0xff ? 1 : 2;
  }
}

function isOfThePicture(marker: number, segment: Uint8Array): boolean {
  if (marker === APP0) return ascii(segment, 4, 9) === 'JFIF\0' && segment.byteLength <= BARE_JFIF_BYTES;
  // Adobe's tells how the colours are stored; it holds nothing else.
  if (marker === APP14) return ascii(segment, 4, 9) === 'Adobe' && segment.byteLength <= 16;
  return marker !== COMMENT && !(marker >= APP0 && marker <= 0xef);
}

function hasOwnProfile(marker: number, segment: Uint8Array): boolean {
  return marker === APP2 && ascii(segment, 4, 15) === 'ICC_PROFILE' && !isUsualProfile(segment);
}

function isCmyk(marker: number, segment: Uint8Array): boolean {
  const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
  return isFrame && segment[9] === CMYK;
}
