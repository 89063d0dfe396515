import type { Point } from '#shared/graph/document.ts';
import { createCanvasClipboard } from './canvas-clipboard.ts';
import type { PortRef } from './canvas-flow.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { createCanvasMoves, placeForNew } from './canvas-moves.ts';
import { snap } from './resize.ts';

/** What the canvas can do by itself, whoever asks: keys, menus, the zoom bar, the page's commands. */

export function createCanvasActions(canvas: CanvasModel) {
  const { view, host } = canvas;
  const { editor } = canvas.flow;
  const moves = createCanvasMoves(canvas);
  const clipboard = createCanvasClipboard(canvas);

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
      at: client === null ? placeForNew(canvas) : snapped(toCanvas(client)),
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
    const isInner = editor
      .portsOf(from.nodeId)
      [`${from.side}s`].some((port) => port.id === from.handle && port.inner);
    if (isInner && nodeId === from.nodeId) openPicker(client, from);
    else if (nodeId === undefined) {
      if (!isInner && under?.closest('.svelte-flow__pane')) openPicker(client, from);
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
    else void moves.focusNode(waiting);
  }

  const close = () => {
    canvas.picker = null;
    canvas.menu = null;
  };

  return Object.freeze({
    ...moves,
    ...clipboard,
    openPicker,
    openMenu,
    dropThread,
    nextWaiting,
    ondoubleclick,
    close,
  });
}

export type CanvasActions = ReturnType<typeof createCanvasActions>;
