import type { Point } from '#shared/graph/document.ts';
import { DRAGGED_CHARACTER } from '../characters/dragged-character.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { DRAGGED_NODE, draggedNodeType } from '../palette/dragged-node.ts';
import { snap } from './resize.ts';
import { threadUnder } from './thread-under.ts';

/** A flow that came in by file and waits for a word: instead of this one, or beside it. */
export interface Incoming {
  readonly name: string;
  readonly text: string;
  readonly at: Point;
}

/** Nodes dragged from the palette; files, pictures and texts dragged from elsewhere. */
export function createCanvasDrop(canvas: CanvasModel) {
  const { view, host } = canvas;
  const { editor } = canvas.flow;

  const placeOf = (event: DragEvent): Point =>
    view.mover?.toCanvas({ x: event.clientX, y: event.clientY }) ?? { x: 0, y: 0 };
  /** The new node stands with its head under the pointer. */
  const nodePlace = (point: Point): Point => ({ x: snap(point.x - 108), y: snap(point.y - 22) });

  function ondragover(event: DragEvent): void {
    const types = event.dataTransfer?.types ?? [];
    const isNode = types.includes(DRAGGED_NODE);
    const isOwn = isNode || types.includes(DRAGGED_CHARACTER);
    if (editor.readOnly || !(isOwn || types.includes('Files') || types.includes('text/plain'))) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    if (isNode) canvas.insertEdgeId = threadUnder(canvas, placeOf(event), draggedNodeType());
  }

  function ondragleave(event: DragEvent): void {
    if (event.target === event.currentTarget) canvas.insertEdgeId = null;
  }

  function ondrop(event: DragEvent): void {
    const point = placeOf(event);
    const edgeId = canvas.insertEdgeId;
    canvas.insertEdgeId = null;
    if (editor.readOnly || event.dataTransfer === null) return;
    event.preventDefault();
    const type = event.dataTransfer.getData(DRAGGED_NODE);
    const files = [...event.dataTransfer.files];
    const text = event.dataTransfer.getData('text/plain');
    const character = event.dataTransfer.getData(DRAGGED_CHARACTER);
    if (character !== '') host.characters?.place(character, nodePlace(point));
    else if (type !== '') dropNode(type, point, edgeId);
    else if (files.length > 0)
      dropFiles(files, event).catch(() =>
        host.complain('The file was not opened', 'What opens files could not be loaded. Try again.'),
      );
    else if (text.trim() !== '') editor.addNode('initialPrompt', nodePlace(point), { config: { text } });
  }

  function dropNode(type: string, point: Point, edgeId: string | null): void {
    if (edgeId !== null && editor.insertOnEdge(type, edgeId, nodePlace(point)) !== null) return;
    editor.addNode(type, nodePlace(point));
  }

  async function dropFiles(files: readonly File[], event: DragEvent): Promise<void> {
    const at = placeOf(event);
    const card =
      event.target instanceof Element ? event.target.closest<HTMLElement>('.svelte-flow__node') : null;
    const place = { at, nodeAt: nodePlace(at), nodeId: card?.dataset['id'] ?? null };
    const later = await import('./drop-files.ts');
    await later.dropFiles(canvas, files, place, replace);
  }

  async function replace(incoming: Incoming): Promise<void> {
    canvas.incoming = null;
    const result = await editor.importFile(incoming.text);
    if (!result.ok) host.complain(`${incoming.name} was not opened`, result.error.message);
  }

  async function insert(incoming: Incoming): Promise<void> {
    canvas.incoming = null;
    const result = await editor.paste(incoming.text, incoming.at);
    if (!result.ok) host.complain(`${incoming.name} was not opened`, result.error.message);
  }

  return Object.freeze({ ondragover, ondragleave, ondrop, replace, insert });
}

export type CanvasDrop = ReturnType<typeof createCanvasDrop>;
