import type { Point, Size } from '#shared/graph/document.ts';

/** Nodes stand on this grid, in canvas px. */
export const GRID_PX = 8;

export function snap(value: number): number {
  return Math.round(value / GRID_PX) * GRID_PX;
}

/** The size after a drag of its corner: on the grid, never below the least. */
export function resizedTo(start: Size, moved: Point, least: Size): Size {
  return {
    width: Math.max(least.width, snap(start.width + moved.x)),
    height: Math.max(least.height, snap(start.height + moved.y)),
  };
}
