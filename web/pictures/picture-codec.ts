import type { PictureHeader } from '#shared/picture-header.ts';
import type { KeptType, PictureSize } from './plan-picture.ts';

/** What turns bytes into pixels and back: the browser itself, or libraries where it cannot or may not. */
export interface PictureCodec {
  /**
   * Decodes a picture and stands it upright.
   * @param orientation as `PictureParts` has it
   * @throws when the bytes cannot be decoded
   */
  readonly open: (
    bytes: Uint8Array<ArrayBuffer>,
    mediaType: PictureHeader['mediaType'],
    orientation: number,
  ) => Promise<OpenPicture>;
}

/** A decoded picture. It takes much memory: to be closed. */
export interface OpenPicture extends PictureSize {
  readonly draw: (size: PictureSize) => Promise<Drawing>;
  readonly close: () => void;
}

/** The picture in one size. */
export interface Drawing {
  /** Whether no part of it is see-through. */
  readonly isOpaque: () => boolean;
  /** @param quality 0 to 1, null where the kind has none */
  readonly encode: (mediaType: KeptType, quality: number | null) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Rows whose pixels are looked at together, so that a large picture is never twice in memory. */
const ROWS = 256;

/** Whether all of these pixels hide what is behind them. @param read RGBA of some rows */
export function isOpaqueAll(
  { width, height }: PictureSize,
  read: (y: number, rows: number) => Uint8ClampedArray,
) {
  for (let y = 0; y < height; y += ROWS) {
    const rows = read(y, Math.min(ROWS, height - y));
    for (let at = 3; at < rows.length && at < width * ROWS * 4; at += 4) if (rows[at] !== 255) return false;
  }
  return true;
}
