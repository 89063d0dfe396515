import { pictureWithFlow } from '../../state/editing/png-flow.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import { drawFlow } from './draw-flow.ts';
import { drawingOf, type FlowDrawing } from './flow-drawing.ts';
import { openPaper } from './paper.ts';
import { pictureScale, pictureSize } from './picture-scale.ts';

/** Work at a stretch before the page has its turn again. */
const STRETCH_MS = 8;
/** Pictures on cards beyond these are left out: they would have to be fetched and decoded one by one. */
const MOST_PICTURES = 48;
/** A thumbnail is decoded this wide, twice what a card shows. */
const THUMB_PX = 544;

export interface FlowPicture {
  /** `<name>.flow.png`. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The whole flow as a PNG in light colours, with the text of its `.flow.json` inside.
 * @throws Error when the browser gives no canvas or no PNG.
 */
export async function exportPicture(flow: FlowSession): Promise<FlowPicture> {
  const { name, text } = flow.editor.exportFile();
  const drawing = await drawingOf(flow, createBreath());
  const pictures = await picturesOf(flow, drawing);
  try {
    const png = await paint(drawing, pictures);
    return { name: name.replace(/\.json$/, '.png'), bytes: pictureWithFlow(png, text) };
  } finally {
    for (const bitmap of pictures.values()) bitmap.close();
  }
}

async function paint(drawing: FlowDrawing, pictures: ReadonlyMap<string, ImageBitmap>): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, pictureSize(drawing.frame));
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('this browser gives no canvas to draw on');
  const paper = openPaper();
  try {
    await fetchFaces(paper.font);
    const rest = createBreath();
    const breathe = () => rest(() => void context.getImageData(0, 0, 1, 1));
    await drawFlow({ context, paper, pictures, breathe }, drawing, pictureScale(drawing.frame));
  } finally {
    paper.close();
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  // Given back at once, not when the page is next cleared up: it is 64 MB at most.
  Object.assign(canvas, { width: 0, height: 0 });
  if (blob === null) throw new Error('the drawing could not be made a PNG');
  return new Uint8Array(await blob.arrayBuffer());
}

/** A face that has not come yet would leave the words in another one. */
async function fetchFaces(
  font: (weight: number, sizePx: number, face: '--font-ui' | '--font-prose') => string,
) {
  const faces = [font(400, 11, '--font-ui'), font(620, 13, '--font-ui'), font(400, 12.5, '--font-prose')];
  // Without them the next face of the family stands in.
  await Promise.all(faces.map((face) => document.fonts.load(face).catch(() => [])));
}

/** What is drawn on cards, as far as this browser or the flow's room has it. */
async function picturesOf(
  flow: FlowSession,
  drawing: FlowDrawing,
): Promise<ReadonlyMap<string, ImageBitmap>> {
  const wanted = drawing.cards.flatMap(({ picture }) => (picture === null ? [] : [picture.ref]));
  const hashes = [...new Set(wanted.map(({ blob }) => blob))].slice(0, MOST_PICTURES);
  const pictures = new Map<string, ImageBitmap>();
  for (const hash of hashes) {
    const kept = (await flow.flowPicture(hash)) ?? (await flow.picture(hash));
    if (kept === null) continue;
    const blob = new Blob([new Uint8Array(kept.bytes)], { type: kept.mediaType });
    const options = { resizeWidth: THUMB_PX, resizeQuality: 'medium' } as const;
    // Bytes that are no picture after all leave a quiet field.
    const bitmap = await createImageBitmap(blob, options).catch(() => null);
    if (bitmap !== null) pictures.set(hash, bitmap);
  }
  return pictures;
}

/**
 * Lets the page have its turn when this stretch of work has lasted long enough. `finish` comes before: what a canvas has
 * been told is drawn when something is read from it, else all of it at the end, at a stretch.
 */
function createBreath(): (finish?: () => void) => Promise<void> {
  let since = performance.now();
  return async (finish) => {
    if (performance.now() - since < STRETCH_MS) return;
    finish?.();
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  };
}
