import { readPictureHeader, type PictureHeader } from '#shared/picture-header.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { ascii, type PictureParts } from './picture-parts.ts';
import { readParts } from './read-parts.ts';

/** A file that may be decoded: one of four kinds, whole, and of a size that a browser can take. */
export type Looked =
  | { readonly ok: true; readonly header: PictureHeader; readonly parts: PictureParts }
  | { readonly ok: false; readonly error: WeftError };

const MIB = 1024 * 1024;

/** The same for files that are not read at all. */
export function tooManyBytes(bytes: number): WeftError | null {
  if (bytes <= LIMITS.pictureFileBytes) return null;
  return weftError(
    'picture-too-large',
    `This file has ${Math.round(bytes / MIB)} MB; a picture may have ${LIMITS.pictureFileBytes / MIB} MB. Make it smaller and put it in again.`,
  );
}

/**
 * Judges a file by its bytes, never by its name, before anything is decoded: a few bytes can ask for gigabytes of
 * pixels.
 */
export function lookAtFile(bytes: Uint8Array): Looked {
  const large = tooManyBytes(bytes.byteLength);
  if (large !== null) return { ok: false, error: large };
  const header = readPictureHeader(bytes);
  if (header === null) return { ok: false, error: weftError('not-a-picture', whyNoPicture(bytes)) };
  const huge = tooManyPixels(header);
  if (huge !== null) return { ok: false, error: huge };
  const parts = readParts(bytes, header.mediaType);
  if (!parts.complete) return { ok: false, error: CUT_OFF };
  return { ok: true, header, parts };
}

const CUT_OFF = weftError(
  'not-a-picture',
  'This picture ends in the middle: a part of the file is missing. Get the file once more.',
);

/** What its header promises could not be decoded. */
export const DAMAGED = weftError(
  'not-a-picture',
  'This picture is damaged and cannot be shown. Get the file once more, or save it anew as PNG or JPEG.',
);

function tooManyPixels({ width, height }: PictureHeader): WeftError | null {
  const isHuge =
    width * height > LIMITS.pictureFilePixels || Math.max(width, height) > LIMITS.pictureFileSide;
  if (!isHuge) return null;
  const most = `at most ${LIMITS.pictureFilePixels / 1e6} megapixels and ${LIMITS.pictureFileSide} pixels a side`;
  return weftError(
    'picture-too-large',
    `This picture says it has ${width} × ${height} pixels; ${most} can be opened. Make it smaller and put it in again.`,
  );
}

/** What a file is that is none of the four kinds, and what to do then. */
function whyNoPicture(bytes: Uint8Array): string {
  if (bytes.byteLength === 0) return 'This file is empty. Get it once more.';
  const kind = foreignKind(bytes);
  if (kind !== null)
    return `This is ${kind === 'AVIF' ? 'an' : 'a'} ${kind} picture, which browsers do not all show. Save it as JPEG or PNG and put that in.`;
  const start = new TextDecoder('utf-8').decode(bytes.subarray(0, 1_000)).replace('\uFEFF', '').trimStart();
  if (/<svg[\s/>]/i.test(start))
    return 'This is an SVG drawing, which can hold programs. Save it as PNG and put that in.';
  if (start.startsWith('<'))
    return 'This file is a web page, not a picture. Put in a PNG, JPEG, WebP or GIF.';
  if (start.startsWith('%PDF')) return 'This file is a PDF. Save the page as a PNG or JPEG and put that in.';
  return 'This file is no picture, whatever its name says. Put in a PNG, JPEG, WebP or GIF.';
}

/** Pictures that some browsers show and others do not (ISO 14496-12 §4.3; TIFF 6.0 §2; BMP). */
function foreignKind(bytes: Uint8Array): string | null {
  const start = ascii(bytes, 0, 4);
  if (start === 'II*\0' || start === 'MM\0*') return 'TIFF or raw';
  if (start.startsWith('BM')) return 'BMP';
  if (ascii(bytes, 4, 8) === 'JXL ' || (bytes[0] === 0xff && bytes[1] === 0x0a)) return 'JPEG XL';
  if (ascii(bytes, 4, 8) !== 'ftyp') return null;
  const brands = ascii(bytes, 8, 40);
  if (brands.includes('avif') || brands.includes('avis')) return 'AVIF';
  return /hei[cmsx]|hev[cmsx]|mif1|msf1/.test(brands) ? 'HEIC' : null;
}
