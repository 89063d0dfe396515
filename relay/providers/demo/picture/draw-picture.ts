import type { PictureSize } from '#shared/run/call.ts';
import type { Random } from '../random.ts';
import { COLOURS } from './colours.ts';
import { drawable } from './glyphs.ts';
import { writePng } from './png.ts';
import { createRaster, type Raster } from './raster.ts';
import { readScene, type Scene, type Thing } from './read-scene.ts';
import { shapeOf, type Place } from './shapes.ts';

/** The size of a picture whose size nobody chose. */
const USUAL: PictureSize = { width: 768, height: 576 };

/** Longest side that is drawn; larger wishes keep their shape. */
const LONGEST_PX = 1_024;

/**
 * A picture of what a prompt names: sky, ground, and up to six things as simple shapes, each with its word. The same
 * prompt, size and seed give the same bytes.
 */
export function drawPicture(
  prompt: string,
  size: PictureSize | undefined,
  random: Random,
): Promise<Uint8Array> {
  const { width, height } = fitted(size ?? USUAL);
  const raster = createRaster(width, height);
  const scene = readScene(prompt);
  drawGround(raster, scene, random);
  drawThings(raster, scene, random);
  drawCaption(raster, prompt);
  return writePng(width, height, raster.pixels);
}

function fitted({ width, height }: PictureSize): PictureSize {
  const scale = Math.min(1, LONGEST_PX / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

const horizonOf = ({ height }: Raster): number => height * 0.62;

function drawGround(raster: Raster, { sky, ground }: Scene, random: Random): void {
  const { width, height } = raster;
  raster.rect(0, 0, width, height, COLOURS[sky]);
  const horizon = horizonOf(raster);
  raster.rect(0, horizon, width, height, COLOURS[ground]);
  if (sky === 'dark blue' || sky === 'black')
    for (let count = 0; count < 24; count += 1)
      raster.disc(random.next() * width, random.next() * horizon, Math.max(1, width / 400), COLOURS.white);
  if (ground === 'blue')
    for (let row = horizon + height * 0.05; row < height; row += height * 0.06)
      raster.rect(
        random.next() * width * 0.4,
        row,
        width * 0.3,
        Math.max(1, height / 250),
        COLOURS['light blue'],
      );
}

function drawThings(raster: Raster, scene: Scene, random: Random): void {
  const above = scene.things.filter(({ noun }) => shapeOf(noun).above === true);
  const below = scene.things.filter(({ noun }) => shapeOf(noun).above !== true);
  const horizon = horizonOf(raster);
  drawRow(raster, scene, above, { foot: horizon * 0.55, tallest: horizon * 0.4, random });
  drawRow(raster, scene, below, { foot: raster.height * 0.8, tallest: raster.height * 0.5, random });
}

interface Row {
  readonly foot: number;
  readonly tallest: number;
  readonly random: Random;
}

function drawRow(
  raster: Raster,
  scene: Scene,
  things: readonly Thing[],
  { foot, tallest, random }: Row,
): void {
  const step = raster.width / things.length;
  const size = Math.min(tallest, step * 0.8);
  things.forEach((thing, index) => {
    const shift = (random.next() - 0.5) * step * 0.12;
    const place = { x: step * (index + 0.5) + shift, y: foot + (random.next() - 0.5) * size * 0.1, size };
    const { draw, colour } = shapeOf(thing.noun);
    draw(raster, place, COLOURS[apart(thing.colour ?? colour, scene)]);
    drawWord(raster, thing.word, place, step);
  });
}

/** A white house in the snow would not be seen. */
function apart(colour: keyof typeof COLOURS, { sky, ground }: Scene): keyof typeof COLOURS {
  if (colour !== sky && colour !== ground) return colour;
  return colour === 'grey' ? 'brown' : 'grey';
}

function drawWord(raster: Raster, word: string, { x, y }: Place, room: number): void {
  const text = drawable(word);
  if (text === '') return;
  const dot = Math.max(1, Math.floor(Math.min(raster.width / 300, room / (text.length * 6))));
  const left = x - (text.length * 6 * dot) / 2;
  raster.rect(left - dot * 2, y + dot * 2, (text.length * 6 + 3) * dot, dot * 11, COLOURS.black);
  raster.text(text, [left, y + dot * 4], dot, COLOURS.white);
}

/** The foot of the picture says that no model made it, and begins to say what was asked for. */
function drawCaption(raster: Raster, prompt: string): void {
  const { width, height } = raster;
  const dot = Math.max(1, Math.floor(width / 384));
  const letters = Math.max(4, Math.floor(width / (6 * dot)) - 2);
  const text = drawable(`Demo: ${prompt}`).slice(0, letters);
  raster.rect(0, height - dot * 13, width, dot * 13, COLOURS.black);
  raster.text(text, [dot * 6, height - dot * 10], dot, COLOURS.white);
}
