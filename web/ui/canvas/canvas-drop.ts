import type { Point } from '#shared/graph/document.ts';
import { DRAGGED_CHARACTER } from '../characters/dragged-character.ts';
import type { CanvasModel, FileDrag } from './canvas-model.svelte.ts';
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
    const isFile = !isOwn && types.includes('Files');
    if (isFile) canvas.fileDrag = fileDrag(event);
    if (!isFile && (editor.readOnly || !(isOwn || types.includes('text/plain')))) return;
    event.preventDefault();
    // A file that may not be dropped is refused here, or the browser would leave the page for it.
    if (event.dataTransfer) event.dataTransfer.dropEffect = editor.readOnly ? 'none' : 'copy';
    if (isNode) canvas.insertEdgeId = threadUnder(canvas, placeOf(event), draggedNodeType());
  }

  function ondragleave(event: DragEvent): void {
    const { currentTarget, relatedTarget } = event;
    const stays = relatedTarget instanceof Node && (currentTarget as Node).contains(relatedTarget);
    if (stays) return;
    canvas.insertEdgeId = null;
    canvas.fileDrag = null;
  }

  function fileDrag(event: DragEvent): FileDrag {
    const card = cardUnder(event);
    const nodeId = card?.dataset['id'];
    return {
      at: { x: event.clientX, y: event.clientY },
      types: [...(event.dataTransfer?.items ?? [])].flatMap(({ kind, type }) =>
        kind === 'file' ? [type] : [],
      ),
      over: card && nodeId !== undefined ? { nodeId, rect: drawn(card).getBoundingClientRect() } : null,
    };
  }

  function ondrop(event: DragEvent): void {
    const point = placeOf(event);
    const edgeId = canvas.insertEdgeId;
    canvas.insertEdgeId = null;
    canvas.fileDrag = null;
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
    const at = nodePlace(point);
    if (edgeId !== null && editor.insertOnEdge(type, edgeId, at) !== null) return;
    // What is no kind of node is the row of a subflow of one's own.
    if (editor.addNode(type, at) === null) host.subflows?.({ row: type, at });
  }

  async function dropFiles(files: readonly File[], event: DragEvent): Promise<void> {
    const at = placeOf(event);
    const place = { at, nodeAt: nodePlace(at), nodeId: cardUnder(event)?.dataset['id'] ?? null };
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

const cardUnder = ({ target }: DragEvent): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.svelte-flow__node') : null;

/** What is seen of a node, which may be taller than the place that the flow keeps for it. */
const drawn = (card: HTMLElement): Element => card.querySelector('article') ?? card;

export type CanvasDrop = ReturnType<typeof createCanvasDrop>;
