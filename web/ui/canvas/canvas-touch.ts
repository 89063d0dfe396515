import type { CanvasModel } from './canvas-model.svelte.ts';

/**
 * From afar nodes are drawn together; the one that pointer or focus touch becomes an element, so that it can be pressed,
 * dragged and named like any other.
 */
export function createTouch(canvas: CanvasModel) {
  const { view } = canvas;
  const tileUnder = (event: MouseEvent): string | null =>
    view.distance !== 'tile' || view.mover === null
      ? null
      : view.tileAt(view.mover.toCanvas({ x: event.clientX, y: event.clientY }));

  return Object.freeze({
    onpointermove(event: PointerEvent) {
      if (event.buttons !== 0) return;
      view.hovered = tileUnder(event);
      view.boxing = false;
    },
    onpointerleave() {
      view.hovered = null;
    },
    /** A finger comes without moving first: it pressed the ground where the tile was drawn. */
    onclick(event: MouseEvent) {
      if (event.target instanceof Element && event.target.closest('.svelte-flow__node')) return;
      const nodeId = tileUnder(event);
      if (nodeId !== null) canvas.flow.editor.select({ nodes: [nodeId], edges: [] });
    },
    onfocus(event: FocusEvent) {
      const element = event.type === 'focusin' ? event.target : event.relatedTarget;
      const node = element instanceof Element ? element.closest<HTMLElement>('.svelte-flow__node') : null;
      view.focused = node?.dataset['id'] ?? null;
    },
  });
}
