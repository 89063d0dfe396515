import type { CanvasActions } from './canvas-actions.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import {
  beginPull,
  nextStart,
  pulledThread,
  spokenPull,
  stepPull,
  type KeyboardPull,
  type PullSource,
} from './connect-keyboard.ts';
import { followThread, stepInOrder, type Follow } from './flow-order.ts';
import { GRID_PX } from './resize.ts';
import { isTyping } from './transfer.ts';

const FAR_STEP = 4;
const ARROWS: { readonly [key: string]: readonly [dx: number, dy: number] } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const FOLLOW: { readonly [key: string]: Follow } = {
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/**
 * The keyboard inside the canvas: what only makes sense on the focused node. The page's commands (run, undo, delete…)
 * are handled by the page. Returns a keydown handler that stops the keys it uses.
 */
export function createCanvasKeys(canvas: CanvasModel, actions: CanvasActions) {
  const { view } = canvas;
  const { editor } = canvas.flow;

  const focusedId = (event: KeyboardEvent): string | null => {
    const element = event.target instanceof Element ? event.target.closest('.svelte-flow__node') : null;
    const focused = element instanceof HTMLElement ? (element.dataset['id'] ?? null) : null;
    if (focused !== null) return focused;
    return editor.selectedNodes.size === 1 ? ([...editor.selectedNodes][0] ?? null) : null;
  };
  const source: PullSource = {
    get nodeIds() {
      return editor.document.nodes.map((node) => node.id);
    },
    portsOf: editor.portsOf,
    nameOf: editor.nameOf,
    canConnect: editor.canConnect,
    positionOf: view.placeOf,
  };

  function showPull(pull: KeyboardPull | null): void {
    canvas.keyboardPull = pull;
    if (pull === null) {
      canvas.pull = null;
      return;
    }
    canvas.beginPull(pull.from);
    const target = pull.targets[pull.at];
    view.pinned = new Set(target ? [target.nodeId] : []);
    canvas.say(spokenPull(pull, editor.nameOf(pull.from.nodeId)));
  }

  function letGo(words: string): void {
    canvas.endPull();
    view.pinned = new Set();
    canvas.say(words);
  }

  function tie(pull: KeyboardPull): void {
    const thread = pulledThread(pull);
    if (thread === null) return;
    const { source: from, target: to } = thread;
    const refusal = editor.connect(from.nodeId, from.handle, to.nodeId, to.handle);
    letGo(refusal ?? `Tied ${editor.nameOf(from.nodeId)} to ${editor.nameOf(to.nodeId)}.`);
  }

  /** While a thread hangs on the keyboard, these keys lead it. */
  function onpullkey(event: KeyboardEvent, pull: KeyboardPull): boolean {
    switch (event.key) {
      case 'ArrowRight':
      case 'ArrowDown':
        showPull(stepPull(pull, 1));
        return true;
      case 'ArrowLeft':
      case 'ArrowUp':
        showPull(stepPull(pull, -1));
        return true;
      case 'c':
      case 'C':
        showPull(nextStart(pull, source));
        return true;
      case 'Enter':
        tie(pull);
        return true;
      case 'Escape':
        letGo('Let go.');
        return true;
      case 'Tab':
        letGo('Let go.');
        return false;
      default:
        return false;
    }
  }

  function onarrow(event: KeyboardEvent, nodeId: string | null): boolean {
    const [dx, dy] = ARROWS[event.key] ?? [0, 0];
    if (event.altKey) {
      if (nodeId === null) return false;
      const edges = {
        into: (id: string) => editor.edgesByTarget.get(id) ?? [],
        outOf: (id: string) => editor.edgesBySource.get(id) ?? [],
      };
      const next = followThread(nodeId, FOLLOW[event.key] ?? 'forward', edges, view.placeOf);
      if (next === null) canvas.say('No thread leads there.');
      else void actions.focusNode(next);
      return true;
    }
    if (event.ctrlKey || event.metaKey || editor.selectedNodes.size === 0 || editor.readOnly) return false;
    const step = GRID_PX * (event.shiftKey ? FAR_STEP : 1);
    editor.nudge(dx * step, dy * step);
    return true;
  }

  function walk(nodeId: string | null, step: 1 | -1): boolean {
    const next = stepInOrder(view.order, nodeId, step);
    const leaves = nodeId !== null && (step === 1 ? view.order.at(-1) : view.order[0]) === nodeId;
    if (next === null || leaves) return false;
    void actions.focusNode(next);
    return true;
  }

  /** Escape closes what is open, then lets the selection go, then leaves the canvas for the page's tab order. */
  function onescape(event: KeyboardEvent): boolean {
    if (canvas.picker !== null || canvas.menu !== null) {
      actions.close();
      return true;
    }
    const node = event.target instanceof HTMLElement ? event.target.closest('.svelte-flow__node') : null;
    if (editor.selectedNodes.size + editor.selectedEdges.size > 0) {
      editor.clearSelection();
      return true;
    }
    if (node === null) return false;
    document.querySelector<HTMLElement>('[data-canvas-tools] button')?.focus();
    canvas.say('Left the canvas.');
    return true;
  }

  function onplainkey(event: KeyboardEvent, nodeId: string | null): boolean {
    if (event.key === 'Enter' && nodeId !== null) {
      if (editor.nodeById.get(nodeId)?.type === 'note') canvas.renaming = nodeId;
      else canvas.host.inspect(nodeId);
      return true;
    }
    if (event.key === ' ' && nodeId !== null && event.target === document.activeElement) {
      editor.select({ nodes: [nodeId], edges: [] });
      return true;
    }
    if (event.key === 'F2' && nodeId !== null && !editor.readOnly) {
      canvas.renaming = nodeId;
      return true;
    }
    if ((event.key === 'Delete' || event.key === 'Backspace') && !editor.readOnly) {
      if (editor.selectedNodes.size + editor.selectedEdges.size === 0) return false;
      editor.removeSelection();
      return true;
    }
    if (event.key.toLowerCase() === 'c' && nodeId !== null && !editor.readOnly) {
      const pull = beginPull(nodeId, source);
      if (pull === null) canvas.say('This node has no ports.');
      else showPull(pull);
      return true;
    }
    if ((event.key === 'n' || event.key === 'N' || event.key === '/') && !editor.readOnly) {
      actions.openPicker(null);
      return true;
    }
    return false;
  }

  function handle(event: KeyboardEvent): boolean {
    if (canvas.keyboardPull !== null && onpullkey(event, canvas.keyboardPull)) return true;
    const nodeId = focusedId(event);
    if (event.key in ARROWS) return onarrow(event, nodeId);
    if (event.key === 'Tab' && !event.ctrlKey) return walk(nodeId, event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') return onescape(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    return onplainkey(event, nodeId);
  }

  return (event: KeyboardEvent): void => {
    const onControl = event.target instanceof Element && event.target.closest('button, a') !== null;
    if (isTyping(event.target) || event.isComposing || (onControl && event.key !== 'Escape')) return;
    if (!handle(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
