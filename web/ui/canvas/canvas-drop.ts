import type { Point } from '#shared/graph/document.ts';
import { readFileText } from '../../state/editing/file-text.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { DRAGGED_NODE, draggedNodeType } from '../palette/dragged-node.ts';
import { snap } from './resize.ts';
import { threadUnder } from './thread-under.ts';
import { flowText } from './transfer.ts';

/** A file over this is not read: neither a flow nor a picture of one is that large. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A flow that came in by file and waits for a word: instead of this one, or beside it. */
export interface Incoming {
  readonly name: string;
  readonly text: string;
  readonly at: Point;
}

/** Nodes dragged from the palette, flow files and texts dragged from elsewhere. */
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
    if (editor.readOnly || !(isNode || types.includes('Files') || types.includes('text/plain'))) return;
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
    const file = event.dataTransfer.files[0];
    const text = event.dataTransfer.getData('text/plain');
    if (type !== '') dropNode(type, point, edgeId);
    else if (file) void dropFile(file, point);
    else if (text.trim() !== '') editor.addNode('initialPrompt', nodePlace(point), { config: { text } });
  }

  function dropNode(type: string, point: Point, edgeId: string | null): void {
    if (edgeId !== null && editor.insertOnEdge(type, edgeId, nodePlace(point)) !== null) return;
    editor.addNode(type, nodePlace(point));
  }

  async function dropFile(file: File, point: Point): Promise<void> {
    if (file.size > MAX_FILE_BYTES) {
      host.complain(`${file.name} was not opened`, 'The file is larger than 64 MB, more than a flow can be.');
      return;
    }
    const read = await readFileText(file);
    if (read.kind === 'none') return refusePicture(file);
    if (read.kind === 'refused') return host.complain(`${file.name} was not opened`, read.error.message);
    const { text } = read;
    if (host.openRun?.(file.name, text)) return;
    if (flowText(text)) {
      if (editor.document.nodes.length === 0) await replace({ name: file.name, text, at: point });
      else canvas.incoming = { name: file.name, text, at: { x: snap(point.x), y: snap(point.y) } };
      return;
    }
    if (file.type.startsWith('text/') || /\.(txt|md)$/i.test(file.name)) {
      editor.addNode('initialPrompt', nodePlace(point), { config: { text } });
      return;
    }
    host.complain(`${file.name} was not opened`, 'It is not a flow. Drop a .flow.json file or a text.');
  }

  function refusePicture(file: File): void {
    host.complain(`${file.name} was not opened`, 'There is no flow in this picture.');
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
