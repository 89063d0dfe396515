import { threadPath } from '../canvas/edge-path.ts';
import type { Rect } from '../canvas/rect.ts';
import { ICONS } from '../kit/icons.ts';
import { PORT_PATHS } from '../kit/port-paths.ts';
import type { DrawnCard, DrawnFrame, DrawnPort, DrawnThread, FlowDrawing } from './flow-drawing.ts';
import type { Paper } from './paper.ts';
import { textLines } from './set-text.ts';

/** A drawing painted on a canvas in the look of the editor's cards, piece by piece: it never keeps the page waiting. */

export interface Easel {
  readonly context: CanvasRenderingContext2D;
  readonly paper: Paper;
  /** Pictures that could be had, by hash. */
  readonly pictures: ReadonlyMap<string, ImageBitmap>;
  /** Resolves when the page has had its turn; called between any two pieces. */
  readonly breathe: () => Promise<void>;
}

/** Below this scale words are specks: they are left out. */
const READABLE_SCALE = 0.3;
const RADIUS_PX = 7;

/** @param scale pixels per canvas px */
export async function drawFlow(easel: Easel, drawing: FlowDrawing, scale: number): Promise<void> {
  const { context, paper } = easel;
  const { frame } = drawing;
  context.fillStyle = paper.colour('var(--canvas)');
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(scale, 0, 0, scale, -frame.x * scale, -frame.y * scale);
  const withWords = scale >= READABLE_SCALE;
  for (const group of drawing.groups) drawGroup(easel, group);
  for (const thread of drawing.threads) {
    drawThread(easel, thread);
    await easel.breathe();
  }
  for (const note of drawing.notes) drawNote(easel, note, withWords);
  for (const card of drawing.cards) {
    drawCard(easel, card, withWords);
    await easel.breathe();
  }
}

function rounded(context: CanvasRenderingContext2D, { x, y, width, height }: Rect, radius: number): void {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
}

function drawGroup({ context, paper }: Easel, { box, words, tint }: DrawnFrame): void {
  rounded(context, box, 10);
  context.fillStyle = paper.colour(`color-mix(in oklab, ${tint} 9%, transparent)`);
  context.fill();
  context.strokeStyle = paper.colour(`color-mix(in oklab, ${tint} 48%, var(--canvas))`);
  context.lineWidth = 1;
  context.stroke();
  context.font = paper.font(620, 13, '--font-ui');
  context.fillStyle = paper.colour(`color-mix(in oklab, ${tint} 55%, var(--ink))`);
  context.fillText(line(context, words, box.width - 24), box.x + 12, box.y + 22);
}

function drawNote({ context, paper }: Easel, { box, words, tint }: DrawnFrame, withWords: boolean): void {
  rounded(context, box, 3);
  context.fillStyle = paper.colour(`color-mix(in oklab, ${tint} 20%, var(--raised))`);
  context.fill();
  context.strokeStyle = paper.colour(`color-mix(in oklab, ${tint} 34%, var(--raised))`);
  context.lineWidth = 1;
  context.stroke();
  if (!withWords) return;
  context.font = paper.font(400, 14, '--font-prose');
  context.fillStyle = paper.colour('var(--ink)');
  const most = Math.max(1, Math.floor((box.height - 20) / 22));
  setLines(context, words, { x: box.x + 12, y: box.y + 26, width: box.width - 24, most, step: 22 });
}

function drawThread({ context, paper }: Easel, { ends, type }: DrawnThread): void {
  const path = new Path2D(threadPath(ends));
  context.strokeStyle = paper.colour(`color-mix(in oklab, var(--t-${type}) 88%, var(--canvas))`);
  context.lineWidth = 1.75;
  context.lineCap = 'round';
  context.stroke(path);
}

function drawCard(easel: Easel, card: DrawnCard, withWords: boolean): void {
  const { context, paper } = easel;
  const { box } = card;
  context.save();
  if (card.disabled) context.globalAlpha = 0.55;
  rounded(context, box, RADIUS_PX);
  context.fillStyle = paper.colour('var(--raised)');
  context.fill();
  context.strokeStyle = paper.colour('var(--line-strong)');
  context.lineWidth = 1;
  context.stroke();
  drawIcon(easel, card);
  if (withWords) drawWords(easel, card);
  context.fillStyle = paper.colour('var(--line)');
  context.fillRect(box.x + 1, box.y + 44, box.width - 2, 2);
  drawPicture(easel, card);
  for (const port of card.ports) drawPort(easel, port, withWords);
  context.restore();
}

function drawIcon({ context, paper }: Easel, { box, icon }: DrawnCard): void {
  rounded(context, { x: box.x + 9, y: box.y + 9, width: 26, height: 26 }, 5);
  context.fillStyle = paper.colour('var(--hover)');
  context.fill();
  context.save();
  context.translate(box.x + 14, box.y + 14);
  context.scale(16 / 24, 16 / 24);
  context.strokeStyle = paper.colour('var(--ink-2)');
  context.lineWidth = 2;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(new Path2D(ICONS[icon]));
  context.restore();
}

function drawWords({ context, paper }: Easel, card: DrawnCard): void {
  const { box } = card;
  const room = box.width - 54;
  context.fillStyle = paper.colour('var(--ink)');
  context.font = paper.font(620, 13, '--font-ui');
  context.fillText(line(context, card.name, room), box.x + 43, box.y + 20);
  context.fillStyle = paper.colour('var(--ink-3)');
  context.font = paper.font(400, 11, '--font-ui');
  context.fillText(line(context, card.kind, room), box.x + 43, box.y + 35);
  if (card.lines === 0) return;
  const rows = Math.max(0, ...(['input', 'output'] as const).map((side) => countPorts(card, side)));
  const top = box.y + 46 + (rows === 0 ? 0 : 8 + 20 * rows);
  context.fillStyle = paper.colour('var(--ink)');
  context.font = paper.font(400, 12.5, '--font-prose');
  const place = { x: box.x + 12, y: top + 17, width: box.width - 24, most: card.lines, step: 19 };
  setLines(context, card.words, place);
}

const countPorts = (card: DrawnCard, side: DrawnPort['side']): number =>
  card.ports.filter((port) => port.side === side).length;

function drawPort({ context, paper }: Easel, port: DrawnPort, withWords: boolean): void {
  const { x, y } = port.at;
  context.save();
  context.translate(x - 6, y - 6);
  const shape = new Path2D(PORT_PATHS[port.type]);
  const dye = paper.colour(`var(--t-${port.type})`);
  context.fillStyle = port.wired && port.type !== 'any' ? dye : paper.colour('var(--raised)');
  context.fill(shape);
  context.strokeStyle = dye;
  context.lineWidth = 1.75;
  context.stroke(shape);
  context.restore();
  if (!withWords) return;
  context.fillStyle = paper.colour('var(--ink-3)');
  context.font = paper.font(400, 11, '--font-ui');
  context.textAlign = port.side === 'input' ? 'left' : 'right';
  context.fillText(line(context, port.label, 96), x + (port.side === 'input' ? 12 : -12), y + 4);
  context.textAlign = 'left';
}

/** Filled as `object-fit: cover` fills; a quiet field where the picture cannot be had. */
function drawPicture({ context, paper, pictures }: Easel, { picture }: DrawnCard): void {
  if (picture === null) return;
  const { box, ref } = picture;
  const bitmap = pictures.get(ref.blob);
  context.save();
  rounded(context, box, 3);
  context.clip();
  context.fillStyle = paper.colour('var(--sunken)');
  context.fillRect(box.x, box.y, box.width, box.height);
  if (bitmap !== undefined) {
    const scale = Math.max(box.width / bitmap.width, box.height / bitmap.height);
    const width = box.width / scale;
    const height = box.height / scale;
    const [left, top] = [(bitmap.width - width) / 2, (bitmap.height - height) / 2];
    context.drawImage(bitmap, left, top, width, height, box.x, box.y, box.width, box.height);
  }
  context.restore();
}

interface Place {
  readonly x: number;
  /** Baseline of the first line. */
  readonly y: number;
  readonly width: number;
  readonly most: number;
  readonly step: number;
}

function setLines(context: CanvasRenderingContext2D, text: string, place: Place): void {
  const measure = (words: string): number => context.measureText(words).width;
  const lines = textLines(text, { width: place.width, most: place.most, measure });
  for (const [index, words] of lines.entries())
    context.fillText(words, place.x, place.y + index * place.step);
}

function line(context: CanvasRenderingContext2D, text: string, width: number): string {
  const measure = (words: string): number => context.measureText(words).width;
  return textLines(text.replaceAll('\n', ' '), { width, most: 1, measure })[0] ?? '';
}
