import type { CanvasModel } from './canvas-model.svelte.ts';
import { threadAt } from './thread-under.ts';

/** What takes a press by itself. */
const ELEMENTS = '.svelte-flow__node, .svelte-flow__edge, .svelte-flow__nodesselection';

/**
 * Threads, and from afar nodes, are drawn together; the one that pointer or focus touch becomes an element, so that it
 * can be pressed, dragged and named like any other.
 */
export function createTouch(canvas: CanvasModel) {
  const { view } = canvas;
  const tileUnder = (event: MouseEvent): string | null =>
    view.distance !== 'tile' || view.mover === null
      ? null
      : view.tileAt(view.mover.toCanvas({ x: event.clientX, y: event.clientY }));
  /** Only where nothing lies over it: threads run behind the nodes. */
  const threadUnderPointer = (event: MouseEvent): string | null => {
    const onGround =
      event.target instanceof Element &&
      event.target.closest('.svelte-flow__pane') !== null &&
      event.target.closest('.svelte-flow__node') === null;
    if (!onGround || view.mover === null) return null;
    return threadAt(canvas, view.mover.toCanvas({ x: event.clientX, y: event.clientY }));
  };

  return Object.freeze({
    onpointermove(event: PointerEvent) {
      if (event.buttons !== 0) return;
      view.hovered = tileUnder(event);
      view.hoveredThread = threadUnderPointer(event);
      view.boxing = false;
    },
    onpointerleave() {
      view.hovered = null;
      view.hoveredThread = null;
    },
    /** A finger comes without moving first: it pressed the ground where it was drawn. */
    onclick(event: MouseEvent) {
      if (!(event.target instanceof Element) || event.target.closest(ELEMENTS) !== null) return;
      if (view.boxing || event.target.closest('.svelte-flow') === null) return;
      const nodeId = tileUnder(event);
      const edgeId = nodeId === null ? threadUnderPointer(event) : null;
      if (nodeId !== null) canvas.flow.editor.select({ nodes: [nodeId], edges: [] });
      else if (edgeId !== null) canvas.flow.editor.select({ nodes: [], edges: [edgeId] });
    },
    onfocus(event: FocusEvent) {
      const element = event.type === 'focusin' ? event.target : event.relatedTarget;
      const node = element instanceof Element ? element.closest<HTMLElement>('.svelte-flow__node') : null;
      view.focused = node?.dataset['id'] ?? null;
    },
  });
}
