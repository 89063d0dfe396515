/** How a picture lies in its frame: pure arithmetic, in px of the frame from its middle. */

export interface ZoomView {
  /** 1 = the whole picture fits the frame. */
  readonly scale: number;
  /** Where the picture's middle lies, from the frame's. */
  readonly x: number;
  readonly y: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export const WHOLE: ZoomView = Object.freeze({ scale: 1, x: 0, y: 0 });
const MOST_SCALE = 12;

/** The picture's size in the frame at scale 1: never larger than it is. */
export function fitted(picture: Extent, frame: Extent): Extent {
  const share = Math.min(1, frame.width / picture.width, frame.height / picture.height);
  return { width: picture.width * share, height: picture.height * share };
}

/** Another scale with one spot of the frame (from its middle) held; the whole picture is the least. */
export function zoomAt(view: ZoomView, factor: number, spot: Spot, frame: Extent, fit: Extent): ZoomView {
  const scale = Math.min(MOST_SCALE, Math.max(1, view.scale * factor));
  const by = scale / view.scale;
  return kept({ scale, x: spot.x - (spot.x - view.x) * by, y: spot.y - (spot.y - view.y) * by }, frame, fit);
}

export function moved(view: ZoomView, dx: number, dy: number, frame: Extent, fit: Extent): ZoomView {
  return kept({ ...view, x: view.x + dx, y: view.y + dy }, frame, fit);
}

/** No edge of the picture comes further in than the frame's, and one that fits stands in the middle. */
function kept(view: ZoomView, frame: Extent, fit: Extent): ZoomView {
  const far = (picture: number, room: number) => Math.max(0, (picture * view.scale - room) / 2);
  const between = (value: number, most: number) => Math.min(most, Math.max(-most, value)) || 0;
  return {
    scale: view.scale,
    x: between(view.x, far(fit.width, frame.width)),
    y: between(view.y, far(fit.height, frame.height)),
  };
}
