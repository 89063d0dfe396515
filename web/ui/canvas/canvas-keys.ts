import type { CanvasActions } from './canvas-actions.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { followThread, stepInOrder, type Follow } from './flow-order.ts';
import { prefetchLater } from '../kit/lazy-part.svelte.ts';
import { isTyping } from './transfer.ts';

const loadPull = () => import('./keyboard-pull.ts');

/**
 * The keyboard inside the canvas: walking along the flow, and what a thread in hand or an open picker makes of the keys.
 * Plain keys are in the page's one table of commands; only what has a mode of its own is handled here.
 */
export function createCanvasKeys(canvas: CanvasModel, actions: CanvasActions) {
  const { view } = canvas;
  const { editor } = canvas.flow;
  /** A thread led by keyboard; fetched with the first, or when the page has long been open. */
  let pulling: Awaited<ReturnType<typeof startPulling>> | null = null;
  const startPulling = async () => (await loadPull()).createKeyboardPull(canvas);
  prefetchLater(loadPull);

  /** The node with the focus, else the one that is selected. */
  function nodeId(): string | null {
    const element = document.activeElement?.closest<HTMLElement>('[data-canvas] .svelte-flow__node');
    const focused = element?.dataset['id'];
    if (focused !== undefined) return focused;
    return editor.selectedNodes.size === 1 ? ([...editor.selectedNodes][0] ?? null) : null;
  }

  /** Beyond the last node the page's own tab order goes on. */
  function walkRefusal(step: 1 | -1): string | null {
    const from = nodeId();
    const end = step === 1 ? view.order.at(-1) : view.order[0];
    return view.order.length === 0 || from === end ? 'There is no further step.' : null;
  }

  function walk(step: 1 | -1): void {
    const next = stepInOrder(view.order, nodeId(), step);
    if (next !== null) void actions.focusNode(next);
  }

  function follow(direction: Follow): void {
    const from = nodeId();
    if (from === null) return walk(1);
    const edges = {
      into: (id: string) => editor.edgesByTarget.get(id) ?? [],
      outOf: (id: string) => editor.edgesBySource.get(id) ?? [],
    };
    const next = followThread(from, direction, edges, view.placeOf);
    if (next === null) canvas.say('No thread leads there.');
    else void actions.focusNode(next);
  }

  function open(): void {
    const id = nodeId();
    if (id === null) return;
    if (editor.nodeById.get(id)?.type === 'note' && !editor.readOnly) canvas.renaming = id;
    else canvas.host.inspect(id);
  }

  async function pull(): Promise<void> {
    const id = nodeId();
    if (id === null) return;
    try {
      pulling ??= await startPulling();
      pulling.begin(id);
    } catch {
      canvas.say('Threads by keyboard could not be loaded. Check the connection, then press C again.');
    }
  }

  /** Escape closes what is open, lets the selection go, then leaves the canvas for the page's tab order. */
  function onescape(): boolean {
    if (canvas.picker !== null || canvas.menu !== null) {
      actions.close();
      return true;
    }
    if (editor.selectedNodes.size + editor.selectedEdges.size > 0) {
      editor.clearSelection();
      return true;
    }
    if (!document.activeElement?.closest('.svelte-flow__node')) return false;
    document.querySelector<HTMLElement>('[data-canvas-tools] button')?.focus();
    canvas.say('Left the canvas.');
    return true;
  }

  function handle(event: KeyboardEvent): boolean {
    if (pulling?.onkey(event)) return true;
    if (event.key === 'Escape') return onescape();
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      follow(event.key === 'ArrowUp' ? 'up' : 'down');
      return true;
    }
    const id = nodeId();
    if (event.key !== ' ' || id === null || event.ctrlKey || event.metaKey) return false;
    if (editor.selectedNodes.has(id)) return false;
    editor.select({ nodes: [id], edges: [] });
    return true;
  }

  function onkeydown(event: KeyboardEvent): void {
    const onControl = event.target instanceof Element && event.target.closest('button, a') !== null;
    if (isTyping(event.target) || event.isComposing || (onControl && event.key !== 'Escape')) return;
    if (!handle(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  return Object.freeze({ onkeydown, nodeId, walk, walkRefusal, follow, open, pull });
}

export type CanvasKeys = ReturnType<typeof createCanvasKeys>;
