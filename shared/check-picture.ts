import { readPictureHeader, type PictureHeader } from './picture-header.ts';
import { LIMITS } from './protocol/limits.ts';
import { weftError, type WeftError } from './run/errors.ts';

export type PictureCheck =
  { readonly ok: true; readonly header: PictureHeader } | { readonly ok: false; readonly error: WeftError };

const MIB = 1024 * 1024;

/**
 * Whether a flow keeps these bytes as a picture: one of four kinds by its first bytes, not larger than LIMITS.blobBytes,
 * and not so many pixels that showing it would take the memory of a computer.
 */
export function checkPicture(bytes: Uint8Array): PictureCheck {
  const header = readPictureHeader(bytes);
  if (header === null) return refused('not-a-picture', NO_PICTURE);
  if (bytes.byteLength > LIMITS.blobBytes)
    return refused(
      'picture-too-large',
      `This picture has ${(bytes.byteLength / MIB).toFixed(1)} MB; a flow keeps pictures of up to ${LIMITS.blobBytes / MIB} MB. Make it smaller and add it again.`,
    );
  if (header.width * header.height > LIMITS.keptPicturePixels)
    return refused(
      'picture-too-large',
      `This picture says it is ${header.width} by ${header.height} pixels, more than a flow keeps. Make it smaller and add it again.`,
    );
  return { ok: true, header };
}

const NO_PICTURE = 'This file is no picture that Weft can show. Use a PNG, JPEG, WebP or GIF.';

function refused(code: WeftError['code'], message: string): PictureCheck {
  return { ok: false, error: weftError(code, message) };
}
