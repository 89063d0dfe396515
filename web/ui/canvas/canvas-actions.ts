import type { Point } from '#shared/graph/document.ts';
import { tick } from 'svelte';
import type { PortRef } from './canvas-flow.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { centredViewport, fittedViewport } from './fit.ts';
import { intersects } from './rect.ts';
import { snap } from './resize.ts';
import { flowText, isTyping } from './transfer.ts';

/** What the canvas can do by itself, whoever asks: keys, menus, the zoom bar, the page's commands. */

const MOVE_MS = 420;
const STEP_MS = 140;
const LEAST_ZOOM = 0.05;
const MOST_ZOOM = 2;

/** The middle of what is shown, on the grid, a little up and left so that a node stands in the middle. */
export function centreOf(canvas: CanvasModel): Point {
  const shown = canvas.view.shown();
  return { x: snap(shown.x + shown.width / 2 - 108), y: snap(shown.y + shown.height / 2 - 72) };
}

export function createCanvasActions(canvas: CanvasModel) {
  const { view, host } = canvas;
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

  const toCanvas = (client: Point): Point => view.mover?.toCanvas(client) ?? { x: 0, y: 0 };
  const snapped = (point: Point): Point => ({ x: snap(point.x), y: snap(point.y) });

  function openPicker(client: Point | null, from: PortRef | null = null): void {
    if (editor.readOnly) return;
    const box = document.querySelector('[data-canvas]')?.getBoundingClientRect();
    const place = client ?? {
      x: (box?.left ?? 0) + view.size.width / 2 - 150,
      y: (box?.top ?? 0) + Math.min(120, view.size.height / 5),
    };
    canvas.picker = {
      client: place,
      at: client === null ? centreOf(canvas) : snapped(toCanvas(client)),
      from,
    };
  }

  /** A thread let go over a node's body goes to its first port that fits; over nothing, the picker opens. */
  function dropThread(from: PortRef, event: MouseEvent | TouchEvent): void {
    const touch = 'changedTouches' in event ? event.changedTouches[0] : undefined;
    const client = touch
      ? { x: touch.clientX, y: touch.clientY }
      : { x: (event as MouseEvent).clientX, y: (event as MouseEvent).clientY };
    const under = document.elementFromPoint(client.x, client.y);
    const nodeId = under?.closest<HTMLElement>('.svelte-flow__node')?.dataset['id'];
    if (nodeId === undefined) {
      if (under?.closest('.svelte-flow__pane')) openPicker(client, from);
    } else if (nodeId !== from.nodeId) {
      connectToNode(from, nodeId);
    }
  }

  function connectToNode(from: PortRef, nodeId: string): void {
    const ports = editor.portsOf(nodeId);
    const list = from.side === 'output' ? ports.inputs : ports.outputs;
    let reason: string | null = 'This node has no port for the thread.';
    for (const port of list) {
      const ends: [string, string, string, string] =
        from.side === 'output'
          ? [from.nodeId, from.handle, nodeId, port.id]
          : [nodeId, port.id, from.nodeId, from.handle];
      reason = editor.canConnect(...ends);
      if (reason === null) {
        editor.connect(...ends);
        return;
      }
    }
    if (reason !== null) host.complain('The thread does not fit', reason);
  }

  function openMenu(client: Point, target: { nodeId: string } | { edgeId: string } | null): void {
    if (target === null) canvas.menu = { kind: 'canvas', client, at: snapped(toCanvas(client)) };
    else if ('nodeId' in target) {
      if (!editor.selectedNodes.has(target.nodeId)) editor.select({ nodes: [target.nodeId], edges: [] });
      canvas.menu = { kind: 'node', client, nodeId: target.nodeId };
    } else {
      editor.select({ nodes: [], edges: [target.edgeId] });
      canvas.menu = { kind: 'edge', client, edgeId: target.edgeId };
    }
  }

  function ondoubleclick(event: MouseEvent): void {
    if (!(event.target instanceof Element) || !event.target.classList.contains('svelte-flow__pane')) return;
    openPicker({ x: event.clientX, y: event.clientY });
  }

  /** Text from elsewhere becomes nodes: a flow or its parts as they are, anything else a prompt with the text. */
  function pasteText(text: string, at: Point = centreOf(canvas)): void {
    if (editor.readOnly || text.trim() === '') return;
    if (flowText(text)) {
      const result = editor.paste(text, at);
      if (!result.ok) host.complain('This could not be pasted', result.error.message);
      return;
    }
    editor.addNode('initialPrompt', at, { config: { text } });
  }

  function onpaste(event: ClipboardEvent): void {
    if (isTyping(event.target) || event.defaultPrevented) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '') return;
    event.preventDefault();
    pasteText(text);
  }

  function onclipboard(event: ClipboardEvent, take: () => string): void {
    if (isTyping(event.target) || event.defaultPrevented || (getSelection()?.toString() ?? '') !== '') return;
    const text = take();
    if (text === '') return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  }

  /** Goes to the first step, after the focused one, that waits for a person. */
  function nextWaiting(): void {
    const [selected] = editor.selectedNodes;
    const start = selected === undefined ? 0 : view.order.indexOf(selected) + 1;
    const order = [...view.order.slice(start), ...view.order.slice(0, start)];
    const waiting = order.find((nodeId) => {
      const { status } = canvas.flow.run.node(nodeId);
      return status === 'waiting' || status === 'unbilled';
    });
    if (waiting === undefined) canvas.say('No step waits for you.');
    else void focusNode(waiting);
  }

  const close = () => {
    canvas.picker = null;
    canvas.menu = null;
  };

  return Object.freeze({
    fit,
    fitSelection,
    zoomIn: () => zoomTo(view.zoom * 1.25),
    zoomOut: () => zoomTo(view.zoom / 1.25),
    zoomActual: () => zoomTo(1),
    focusNode,
    openPicker,
    openMenu,
    dropThread,
    nextWaiting,
    ondoubleclick,
    pasteText,
    onpaste,
    oncopy: (event: ClipboardEvent) => onclipboard(event, editor.copy),
    oncut: (event: ClipboardEvent) => onclipboard(event, editor.cut),
    close,
  });
}

export type CanvasActions = ReturnType<typeof createCanvasActions>;
