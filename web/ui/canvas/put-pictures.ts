import type { Point } from '#shared/graph/document.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';

/** The type of node that holds a picture of one's own. */
const TYPE = 'imageInput';

/** How several pictures stand: side by side in the size of their cards, then in another row. */
const PER_ROW = 4;
const ASIDE = 40;
const STEP = { x: 240, y: 296 } as const;

/** Pictures from files become nodes, each when it is ready; those that cannot are told and the others go on. */
export async function putPictures(canvas: CanvasModel, files: readonly File[], at: Point): Promise<void> {
  const { host, flow } = canvas;
  const pictures = await flow.picturesIn?.().catch(() => null);
  if (!pictures) return notLoaded(canvas);
  const taken = files.slice(0, LIMITS.picturesAtOnce);
  if (taken.length < files.length)
    host.complain(
      `Only the first ${taken.length} pictures are put in`,
      `At most ${LIMITS.picturesAtOnce} come at a time. Drop the others afterwards.`,
    );
  const start = besideOthers(canvas, at);
  const waiting = taken.map((file, index) => ({ file, place: placeOf(start, index) }));
  canvas.arriving = [
    ...canvas.arriving,
    ...waiting.map(({ file, place }) => ({ name: file.name, at: place })),
  ];
  canvas.say(taken.length === 1 ? `Preparing ${nameOf(taken[0])}` : `Preparing ${taken.length} pictures`);
  const nodeIds: string[] = [];
  for (const { file, place } of waiting) {
    const picture = await pictures.take(file);
    canvas.arriving = canvas.arriving.filter((one) => one.at !== place);
    if (!picture.ok) {
      host.complain(`${nameOf(file)} was not put in`, picture.error.message);
      continue;
    }
    const nodeId = flow.editor.addNode(TYPE, place, { config: { image: picture.value } });
    if (nodeId !== null) nodeIds.push(nodeId);
    if (picture.note !== null) canvas.say(picture.note);
  }
  if (nodeIds.length > 1) flow.editor.select({ nodes: nodeIds, edges: [] });
  if (nodeIds.length > 0)
    canvas.say(
      nodeIds.length === 1 ? 'The picture is in the flow.' : `${nodeIds.length} pictures are in the flow.`,
    );
}

/** A picture for a node that takes one: into its field, where what becomes of it is shown. */
export async function putPictureInto(
  canvas: CanvasModel,
  file: File,
  nodeId: string,
  field: string,
): Promise<void> {
  const { host, flow } = canvas;
  const pictures = await flow.picturesIn?.().catch(() => null);
  if (!pictures) return notLoaded(canvas);
  const putting = pictures.put(nodeId, field, file);
  host.inspect(nodeId, field);
  canvas.say((await putting) ? 'The picture is in the node.' : `${nameOf(file)} was not put in.`);
}

function notLoaded({ host }: CanvasModel): void {
  host.complain(
    'The picture was not put in',
    'What prepares pictures could not be loaded. Look at the connection and try again.',
  );
}

/** A node that stood exactly on another would hide it. */
function besideOthers({ flow }: CanvasModel, at: Point): Point {
  const isTaken = ({ x, y }: Point) =>
    flow.editor.document.nodes.some(
      ({ id }) =>
        Math.abs(flow.editor.absolutePosition(id).x - x) < ASIDE &&
        Math.abs(flow.editor.absolutePosition(id).y - y) < ASIDE,
    );
  let place = at;
  while (isTaken(place)) place = { x: place.x + ASIDE, y: place.y + ASIDE };
  return place;
}

function placeOf(at: Point, index: number): Point {
  return { x: at.x + (index % PER_ROW) * STEP.x, y: at.y + Math.floor(index / PER_ROW) * STEP.y };
}

/** Clipboards have no names for what they hold. */
function nameOf(file: File | undefined): string {
  return file?.name || 'The picture';
}
