import type { Size } from '#shared/graph/document.ts';
import { minimapSize } from './minimap-place.ts';
import type { Rect } from './rect.ts';

/** Space left free round what is fitted, in screen px. */
const PADDING_PX = 24;
/** Height of the zoom bar, the map's padding and the air round them: where there is room, what is fitted stands above. */
const FOOT_PX = 88;
/** From the left edge to where the map ends, with the air behind it: what has no room above it stands beside it. */
const MAP_PX = 176;

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/**
 * The viewport that shows a box whole, within zoom limits. A box that is too large even at the least zoom is shown from
 * its start, top left, where reading begins.
 */
export function fittedViewport(
  box: Rect | null,
  screen: Size,
  limits: { readonly least: number; readonly most: number },
): View {
  if (box === null || screen.width <= 0 || screen.height <= 0) return { x: 0, y: 0, zoom: 1 };
  const foot = FOOT_PX + minimapSize(box).height;
  const fill = (left: number, bottom: number) =>
    Math.min(
      Math.max(1, screen.width - left - PADDING_PX) / Math.max(1, box.width),
      Math.max(1, screen.height - PADDING_PX - bottom) / Math.max(1, box.height),
    );
  // As large as it gets clear of the map: above it, or beside it.
  const ideal = Math.max(fill(PADDING_PX, foot), fill(MAP_PX, PADDING_PX));
  const zoom = Math.min(limits.most, Math.max(limits.least, ideal));
  const freeX = freeBefore(box.width * zoom, screen.width);
  const freeY = freeBefore(box.height * zoom, screen.height);
  const below = screen.height - box.height * zoom - foot;
  const besideMap = Math.min(MAP_PX, screen.width - box.width * zoom - PADDING_PX);
  return {
    x: Math.round((below < PADDING_PX ? Math.max(freeX, besideMap) : freeX) - box.x * zoom),
    y: Math.round(Math.min(freeY, Math.max(PADDING_PX, below)) - box.y * zoom),
    zoom,
  };
}

/** Space before what is fitted: half of what is left over, or the padding when nothing is. */
function freeBefore(length: number, space: number): number {
  return length > space - 2 * PADDING_PX ? PADDING_PX : (space - length) / 2;
}

/** The viewport with this canvas point in the middle of the screen. */
export function centredViewport(
  point: { readonly x: number; readonly y: number },
  screen: Size,
  zoom: number,
): View {
  return { x: screen.width / 2 - point.x * zoom, y: screen.height / 2 - point.y * zoom, zoom };
}

/** How large the warp is drawn: with the zoom, doubled or halved so that its cells stay between 17 and 34 px. */
export function warpScale(zoom: number): number {
  let scale = zoom;
  while (scale < 0.71) scale *= 2;
  while (scale > 1.42) scale /= 2;
  return scale;
}
