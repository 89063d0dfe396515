import type { Size } from '#shared/graph/document.ts';
import type { Rect } from '../canvas/rect.ts';

/** The view in which all that somebody else sees is seen here, as large as it goes. */
export function followedViewport(theirs: Rect, size: Size): { x: number; y: number; zoom: number } {
  const wanted = Math.min(size.width / Math.max(1, theirs.width), size.height / Math.max(1, theirs.height));
  // As far as the canvas itself goes.
  const zoom = Math.min(2, Math.max(0.05, wanted));
  return {
    zoom,
    x: size.width / 2 - (theirs.x + theirs.width / 2) * zoom,
    y: size.height / 2 - (theirs.y + theirs.height / 2) * zoom,
  };
}
