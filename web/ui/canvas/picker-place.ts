import type { Point, Size } from '#shared/graph/document.ts';

const PICKER: Size = { width: 300, height: 380 };
const MARGIN_PX = 16;

/** Where the picker opens: at the pointer, moved so that it stays inside the window. */
export function pickerPlace(client: Point, screen: Size): Point {
  const within = (at: number, length: number, room: number) =>
    Math.max(MARGIN_PX, Math.min(at, room - length - MARGIN_PX));
  return {
    x: within(client.x, PICKER.width, screen.width),
    y: within(client.y, PICKER.height, screen.height),
  };
}
