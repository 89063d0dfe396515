import type { Size } from '#shared/graph/document.ts';

/** A canvas of more pixels stays empty on phones: Safari on iOS draws 16,777,216 at most. */
export const MOST_PIXELS = 16_000_000;
/** Either side: the smallest limit of a texture among the browsers that Weft runs in. */
export const MOST_SIDE_PX = 8_192;
/** Sharp on screens of double density. */
const BEST_SCALE = 2;

/** Pixels per canvas px with which a drawing of this size fits the limits; at most 2. */
export function pictureScale({ width, height }: Size): number {
  const fit = Math.min(
    BEST_SCALE,
    MOST_SIDE_PX / width,
    MOST_SIDE_PX / height,
    Math.sqrt(MOST_PIXELS / (width * height)),
  );
  return fit;
}

/** The picture's size in whole pixels, at least one. */
export function pictureSize({ width, height }: Size): Size {
  const scale = pictureScale({ width, height });
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}
