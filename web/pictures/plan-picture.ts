import type { PictureHeader } from '#shared/picture-header.ts';
import { LIMITS } from '#shared/protocol/limits.ts';

/** What a picture that is kept may be: GIF is kept as one of these. */
export type KeptType = 'image/jpeg' | 'image/png' | 'image/webp';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** One try to write a picture: the first that is small enough is kept. */
export interface Encoding {
  readonly mediaType: KeptType;
  /** 0 to 1; null where the kind loses nothing. */
  readonly quality: number | null;
  readonly size: PictureSize;
}

/** As the systems before Weft: quality goes down first, then the sides are halved. */
const PHOTO_QUALITIES = [0.85, 0.75, 0.65, 0.5, 0.4, 0.3] as const;
const CLEAR_QUALITIES = [0.9, 0.75, 0.5] as const;

/** The size with the longest side at most so long, in the same proportions, never larger and never less than a pixel. */
export function fitWithin({ width, height }: PictureSize, longest: number): PictureSize {
  const scale = Math.min(1, longest / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

export interface Original extends PictureSize {
  readonly mediaType: PictureHeader['mediaType'];
  /** True when some of it is see-through. */
  readonly isClear: boolean;
}

/**
 * The tries to write a picture, the best first, ending in one that always fits: width × height × 4 bytes are below the
 * limit, and no kind writes more than a little over that.
 * @param original with its sides as it stands upright
 */
export function planEncodings(original: Original): readonly Encoding[] {
  const encodings: Encoding[] = [];
  let size = fitWithin(original, LIMITS.pictureKeptSide);
  for (;;) {
    encodings.push(...ofSize(original, size));
    if (size.width * size.height * 4 < LIMITS.pictureKeptBytes / 2) return encodings;
    size = fitWithin(size, Math.max(size.width, size.height) / 2);
  }
}

function ofSize({ mediaType, isClear }: Original, size: PictureSize): readonly Encoding[] {
  const asPng: Encoding = { mediaType: 'image/png', quality: null, size };
  if (isClear)
    return [
      asPng,
      ...CLEAR_QUALITIES.map((quality): Encoding => ({ mediaType: 'image/webp', quality, size })),
    ];
  const asPhoto = PHOTO_QUALITIES.map((quality): Encoding => ({ mediaType: 'image/jpeg', quality, size }));
  // What was drawn without loss (a screenshot, a drawing) is kept without loss where that is small enough.
  return mediaType === 'image/png' || mediaType === 'image/gif' ? [asPng, ...asPhoto] : asPhoto;
}
