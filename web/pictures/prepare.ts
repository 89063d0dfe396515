import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { DAMAGED, lookAtFile } from './look-at-file.ts';
import type { Drawing, OpenPicture, PictureCodec } from './picture-codec.ts';
import { joinPieces, type PictureParts } from './picture-parts.ts';
import { readParts } from './read-parts.ts';
import { fitWithin, planEncodings, type Encoding } from './plan-picture.ts';
import type { PictureHeader } from '#shared/picture-header.ts';

/** A picture that may be kept: upright, small enough, with nothing in it but the picture. */
export interface PreparedPicture {
  readonly ok: true;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** What of the file was left out that somebody would miss, in words; null for nothing. */
  readonly note: string | null;
}

export type Preparation = PreparedPicture | { readonly ok: false; readonly error: WeftError };

/**
 * Makes of a file what a flow keeps. A picture that is small enough keeps its own bytes but for its metadata, so that
 * the same file is the same picture in every browser; any other is drawn anew.
 */
export async function prepareBytes(
  bytes: Uint8Array<ArrayBuffer>,
  codec: PictureCodec,
): Promise<Preparation> {
  const looked = lookAtFile(bytes);
  if (!looked.ok) return looked;
  const { header, parts } = looked;
  const open = await codec.open(bytes, header.mediaType, parts.orientation).catch(() => null);
  if (open === null) return { ok: false, error: DAMAGED };
  try {
    const note = noteOf(parts);
    const kept = bareBytes(header, parts);
    if (kept === null) return { ...(await drawnAnew(open, header, parts)), note };
    const { width, height } = open;
    return { ok: true, bytes: kept, mediaType: header.mediaType, width, height, note };
  } catch {
    // It was decoded, so what failed is drawing or writing it.
    return { ok: false, error: NO_ROOM };
  } finally {
    open.close();
  }
}

const NO_ROOM = weftError(
  'picture-too-large',
  'This browser has no room to make the picture smaller. Close other tabs, or make it smaller before.',
);

/** The file's own bytes without metadata; null when they cannot stay as they are. */
function bareBytes(header: PictureHeader, parts: PictureParts): Uint8Array<ArrayBuffer> | null {
  if (parts.bare === null || Math.max(header.width, header.height) > LIMITS.pictureKeptSide) return null;
  const bytes = joinPieces(parts.bare);
  return bytes.byteLength <= LIMITS.pictureKeptBytes ? bytes : null;
}

async function drawnAnew(
  open: OpenPicture,
  { mediaType }: PictureHeader,
  { mayBeClear }: PictureParts,
): Promise<Omit<PreparedPicture, 'note'>> {
  let drawing = await open.draw(fitWithin(open, LIMITS.pictureKeptSide));
  const isClear = mayBeClear && !drawing.isOpaque();
  const encodings = planEncodings({ mediaType, width: open.width, height: open.height, isClear });
  let size = encodings[0]?.size;
  for (const encoding of encodings) {
    if (encoding.size !== size) {
      size = encoding.size;
      drawing = await open.draw(size);
    }
    const bytes = await written(drawing, encoding);
    if (bytes !== null) return { ok: true, bytes, mediaType: encoding.mediaType, ...encoding.size };
  }
  throw new Error('no encoding was small enough');
}

async function written(
  drawing: Drawing,
  { mediaType, quality }: Encoding,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const encoded = await drawing.encode(mediaType, quality);
  // Browsers write a profile into it that says the usual.
  const { complete, bare } = readParts(encoded, mediaType);
  const bytes = complete && bare !== null ? joinPieces(bare) : encoded;
  return bytes.byteLength <= LIMITS.pictureKeptBytes ? bytes : null;
}

function noteOf({ frames }: PictureParts): string | null {
  return frames > 1 ? `It moves: the first of its ${frames} pictures is kept.` : null;
}
