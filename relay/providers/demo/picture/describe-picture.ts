import { readPictureHeader } from '#shared/picture-header.ts';
import { nameOfColour, type ColourName } from './colours.ts';
import { readPng, type Pixels } from './png.ts';

/** The picture is looked at through a grid of so many fields a side. */
const GRID = 48;

/** A shape smaller than this part of the fields is a speck, one larger is background. */
const SMALLEST_PART = 0.004;
const LARGEST_PART = 0.22;
const MAX_SHAPES = 5;

/**
 * What can be said of a picture from its pixels without a model: its colours, its light, and where something stands out.
 * Of kinds that are not unpacked here (JPEG, WebP, GIF) only what the file says of itself, and that this is all.
 */
export async function describePicture(bytes: Uint8Array): Promise<string> {
  const header = readPictureHeader(bytes);
  if (header === null) return 'This is not a picture that can be read.';
  const { width, height, mediaType } = header;
  const format = width === height ? 'A square picture' : width > height ? 'A wide picture' : 'A tall picture';
  const size = `${format} of ${width} by ${height} pixels`;
  const pixels = await readPng(bytes);
  if (pixels === null) {
    const kind = mediaType.slice('image/'.length).toUpperCase();
    return `${size}, ${kind}, ${Math.ceil(bytes.byteLength / 1024)} KiB. The demo unpacks plain PNG alone, so it cannot say what this one shows; a vision model can.`;
  }
  const fields = fieldsOf(pixels);
  return [`${size}, ${lightOf(pixels)}.`, coloursOf(fields), halvesOf(fields), shapesOf(fields)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** The name of the colour in the middle of each field, row by row. */
function fieldsOf(pixels: Pixels): readonly ColourName[] {
  return Array.from({ length: GRID * GRID }, (_, index) => {
    const x = Math.floor((((index % GRID) + 0.5) * pixels.width) / GRID);
    const y = Math.floor(((Math.floor(index / GRID) + 0.5) * pixels.height) / GRID);
    return nameOfColour(pixels.at(x, y));
  });
}

function lightOf(pixels: Pixels): string {
  let sum = 0;
  for (let index = 0; index < GRID * GRID; index += 1) {
    const x = Math.floor((((index % GRID) + 0.5) * pixels.width) / GRID);
    const [red, green, blue] = pixels.at(
      x,
      Math.floor(((Math.floor(index / GRID) + 0.5) * pixels.height) / GRID),
    );
    sum += 0.3 * red + 0.59 * green + 0.11 * blue;
  }
  const mean = sum / (GRID * GRID);
  if (mean < 80) return 'dark on the whole';
  return mean > 180 ? 'bright on the whole' : 'neither dark nor bright on the whole';
}

function ranked(fields: readonly ColourName[]): readonly (readonly [ColourName, number])[] {
  const counts = new Map<ColourName, number>();
  for (const colour of fields) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

function coloursOf(fields: readonly ColourName[]): string {
  const [first, ...rest] = ranked(fields).filter(([, count]) => count / fields.length >= 0.02);
  if (first === undefined) return '';
  const share = Math.round((first[1] / fields.length) * 100);
  if (rest.length === 0) return `It is ${first[0]} all over.`;
  return `Most of it is ${first[0]} (${share} %), with ${listed(rest.slice(0, 4).map(([name]) => name))}.`;
}

function halvesOf(fields: readonly ColourName[]): string {
  const upper = ranked(fields.slice(0, fields.length / 3))[0]?.[0];
  const lower = ranked(fields.slice((fields.length / 3) * 2))[0]?.[0];
  if (upper === undefined || lower === undefined || upper === lower) return '';
  return `The upper part is ${upper}, the lower part ${lower}.`;
}

interface Shape {
  readonly colour: ColourName;
  readonly fields: number;
  readonly x: number;
  readonly y: number;
}

function shapesOf(fields: readonly ColourName[]): string {
  const shapes = connected(fields)
    .filter(
      ({ fields: count }) => count >= fields.length * SMALLEST_PART && count <= fields.length * LARGEST_PART,
    )
    .sort((one, other) => other.fields - one.fields)
    .slice(0, MAX_SHAPES);
  if (shapes.length === 0) return '';
  return `What stands out: ${listed(shapes.map((shape) => `something ${shape.colour} ${placeOf(shape)}`))}.`;
}

function placeOf({ x, y }: Shape): string {
  const across = x < GRID / 3 ? 'on the left' : x > (GRID / 3) * 2 ? 'on the right' : 'in the middle';
  const down = y < GRID / 3 ? 'at the top' : y > (GRID / 3) * 2 ? 'at the bottom' : '';
  return down === '' ? across : `${across} ${down}`;
}

/** Neighbouring fields of one colour, as one shape with its middle. */
function connected(fields: readonly ColourName[]): readonly Shape[] {
  const seen = new Set<number>();
  const shapes: Shape[] = [];
  fields.forEach((colour, start) => {
    if (seen.has(start)) return;
    seen.add(start);
    const members = [start];
    // Grows while it is walked through.
    for (const index of members)
      for (const next of neighbours(index)) {
        if (seen.has(next) || fields[next] !== colour) continue;
        seen.add(next);
        members.push(next);
      }
    const mean = (of: (index: number) => number) =>
      members.reduce((sum, index) => sum + of(index), 0) / members.length;
    shapes.push({
      colour,
      fields: members.length,
      x: mean((index) => index % GRID),
      y: mean((index) => Math.floor(index / GRID)),
    });
  });
  return shapes;
}

function neighbours(index: number): readonly number[] {
  const column = index % GRID;
  const found = [index - GRID, index + GRID].filter((next) => next >= 0 && next < GRID * GRID);
  if (column > 0) found.push(index - 1);
  if (column < GRID - 1) found.push(index + 1);
  return found;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
