import type { Point } from '#shared/graph/document.ts';
import { readFileText } from '../../state/editing/file-text.ts';
import type { Incoming } from './canvas-drop.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { meantAsPicture } from './picture-files.ts';
import { pictureField } from './picture-field.ts';
import { putPictureInto, putPictures } from './put-pictures.ts';
import { snap } from './resize.ts';
import { flowText } from './transfer.ts';

/** A file over this is not read: neither a flow nor a picture of one is that large. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Where files were let go. */
export interface DropPlace {
  readonly at: Point;
  /** Where a node's head stands then. */
  readonly nodeAt: Point;
  /** The node under the pointer. */
  readonly nodeId: string | null;
}

/** Files let go over the canvas: pictures, flows, runs, texts. Fetched with the first of them. */
export async function dropFiles(
  canvas: CanvasModel,
  files: readonly File[],
  place: DropPlace,
  replace: (incoming: Incoming) => Promise<void>,
): Promise<void> {
  const pictures: File[] = [];
  const others: (readonly [File, string])[] = [];
  for (const file of files) {
    const read = await textOf(file);
    if (read.kind === 'text') others.push([file, read.text]);
    else if (read.kind === 'none') pictures.push(file);
    else canvas.host.complain(`${file.name} was not opened`, read.error.message);
  }
  const [only] = pictures;
  const field =
    pictures.length === 1 && place.nodeId !== null ? pictureField(canvas.flow, place.nodeId) : null;
  if (only && field !== null && place.nodeId !== null) void putPictureInto(canvas, only, place.nodeId, field);
  else if (pictures.length > 0) void putPictures(canvas, pictures, place.nodeAt);
  const [first] = others;
  if (first) await openText(canvas, ...first, place, replace);
}

/** A picture is one by its bytes in the end; a flow may come in a picture. */
async function textOf(file: File): ReturnType<typeof readFileText> {
  if (meantAsPicture(file) && !file.name.endsWith('.png') && file.type !== 'image/png')
    return { kind: 'none' };
  if (file.size > MAX_FILE_BYTES) return meantAsPicture(file) ? { kind: 'none' } : { kind: 'text', text: '' };
  const read = await readFileText(file);
  // A text with the name of a picture is refused as one, in words that say so.
  return read.kind === 'text' && meantAsPicture(file) && !flowText(read.text) ? { kind: 'none' } : read;
}

async function openText(
  canvas: CanvasModel,
  file: File,
  text: string,
  { at, nodeAt }: DropPlace,
  replace: (incoming: Incoming) => Promise<void>,
): Promise<void> {
  const { host, flow } = canvas;
  if (file.size > MAX_FILE_BYTES) {
    host.complain(`${file.name} was not opened`, 'The file is larger than 64 MB, more than a flow can be.');
    return;
  }
  if (host.openRun?.(file.name, text)) return;
  if (flowText(text)) {
    const incoming = { name: file.name, text, at: { x: snap(at.x), y: snap(at.y) } };
    if (flow.editor.document.nodes.length === 0) await replace(incoming);
    else canvas.incoming = incoming;
    return;
  }
  if (file.type.startsWith('text/') || /\.(txt|md)$/i.test(file.name)) {
    flow.editor.addNode('initialPrompt', nodeAt, { config: { text } });
    return;
  }
  host.complain(
    `${file.name} was not opened`,
    'It is not a flow. Drop a .flow.json file, a picture or a text.',
  );
}
