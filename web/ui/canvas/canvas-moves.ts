import { tick } from 'svelte';
import type { Point } from '#shared/graph/document.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { centredViewport, fittedViewport } from './fit.ts';
import { intersects } from './rect.ts';
import { snap } from './resize.ts';

/** Moving the view: zoom, fit, going to a node. */

const MOVE_MS = 420;
const STEP_MS = 140;
const LEAST_ZOOM = 0.05;
const MOST_ZOOM = 2;

/** The middle of what is shown, on the grid, a little up and left so that a node stands in the middle. */
export function centreOf(canvas: CanvasModel): Point {
  const shown = canvas.view.shown();
  return { x: snap(shown.x + shown.width / 2 - 108), y: snap(shown.y + shown.height / 2 - 72) };
}

/** A card in its largest width, and the air round it. */
const ROOM = { width: 296, height: 144, gap: 48 } as const;

/** Where a new node goes: right of the selected one, else into the middle of what is shown; below what stands there. */
export function placeForNew(canvas: CanvasModel): Point {
  const { view, flow } = canvas;
  const [only] = flow.editor.selectedNodes.size === 1 ? flow.editor.selectedNodes : [];
  const beside = only === undefined ? undefined : view.boxes.get(only);
  const wanted = beside ? { x: snap(beside.x + beside.width + ROOM.gap), y: beside.y } : centreOf(canvas);
  const boxes = [...view.boxes.values()];
  let { y } = wanted;
  for (;;) {
    const room = { x: wanted.x, y, width: ROOM.width, height: ROOM.height };
    const taken = boxes.find((box) => intersects(box, room));
    if (taken === undefined) return { x: wanted.x, y };
    y = snap(taken.y + taken.height + ROOM.gap);
  }
}

export function createCanvasMoves(canvas: CanvasModel) {
  const { view } = canvas;
  const { editor } = canvas.flow;

  const go = (viewport: { x: number; y: number; zoom: number }, durationInMs = MOVE_MS) =>
    view.mover === null ? (view.viewport = viewport) : view.mover.go(viewport, durationInMs);

  const fit = (nodeIds?: Iterable<string>) =>
    go(fittedViewport(view.bounds(nodeIds), view.size, { least: LEAST_ZOOM, most: 1 }));
  const fitSelection = () => (editor.selectedNodes.size > 0 ? fit(editor.selectedNodes) : fit());

  function zoomTo(zoom: number): void {
    const shown = view.shown();
    const middle = { x: shown.x + shown.width / 2, y: shown.y + shown.height / 2 };
    go(centredViewport(middle, view.size, Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom))), STEP_MS);
  }

  let aim = { zoom: 1, at: Number.NEGATIVE_INFINITY };
  /** Steps that come faster than the view moves add up: each goes on from where the one before leads. */
  function stepTo(factor: number): void {
    const at = performance.now();
    const from = at - aim.at < 2 * STEP_MS ? aim.zoom : view.zoom;
    aim = { zoom: Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, from * factor)), at };
    zoomTo(aim.zoom);
  }

  /** Brings a node into view if it is not, selects it and gives it the focus. */
  async function focusNode(nodeId: string): Promise<void> {
    const box = view.boxes.get(nodeId);
    if (box === undefined) return;
    editor.select({ nodes: [nodeId], edges: [] });
    if (!intersects(view.shown(), box)) {
      const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      go(centredViewport(middle, view.size, view.zoom), STEP_MS);
    }
    await tick();
    elementOf(nodeId)?.focus({ preventScroll: true });
  }

  function elementOf(nodeId: string): HTMLElement | null {
    return document.querySelector<HTMLElement>(
      `[data-canvas] .svelte-flow__node[data-id="${CSS.escape(nodeId)}"]`,
    );
  }

  return Object.freeze({
    fit,
    fitSelection,
    zoomIn: () => stepTo(1.25),
    zoomOut: () => stepTo(1 / 1.25),
    zoomActual: () => zoomTo(1),
    focusNode,
  });
}
