import { COLOURS, type ColourName } from './colours.ts';
import type { Colour, Point, Raster } from './raster.ts';

/** Where a thing stands: the middle of its foot, and its size in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

type Draw = (raster: Raster, place: Place, colour: Colour) => void;

interface Shape {
  readonly draw: Draw;
  readonly colour: ColourName;
  /** Drawn in the sky instead of on the ground. */
  readonly above?: boolean;
}

/** A polygon in parts of the size; y grows upwards from the foot. */
const shape =
  (...points: readonly Point[]): Draw =>
  (raster, { x, y, size }, colour) =>
    raster.polygon(
      points.map(([across, up]) => [x + across * size, y - up * size]),
      colour,
    );

const box = (
  raster: Raster,
  { x, y, size }: Place,
  [across, up, width, height]: readonly [number, number, number, number],
  colour: Colour,
): void => raster.rect(x + across * size, y - (up + height) * size, width * size, height * size, colour);

const ball = (
  raster: Raster,
  { x, y, size }: Place,
  [across, up, radius]: readonly [number, number, number],
  colour: Colour,
): void => raster.disc(x + across * size, y - up * size, radius * size, colour);

const all =
  (...draws: readonly Draw[]): Draw =>
  (raster, place, colour) =>
    draws.forEach((draw) => draw(raster, place, colour));

const boxes =
  (at: readonly [number, number, number, number], fixed?: ColourName): Draw =>
  (raster, place, colour) =>
    box(raster, place, at, fixed === undefined ? colour : COLOURS[fixed]);

const balls =
  (at: readonly [number, number, number], fixed?: ColourName): Draw =>
  (raster, place, colour) =>
    ball(raster, place, at, fixed === undefined ? colour : COLOURS[fixed]);

const disc = balls([0, 0.5, 0.32]);
const house = all(
  boxes([-0.32, 0, 0.64, 0.5]),
  shape([-0.42, 0.5], [0.42, 0.5], [0, 0.85]),
  boxes([-0.08, 0, 0.16, 0.28], 'black'),
);
const person = all(shape([-0.2, 0], [0.2, 0], [0.1, 0.62], [-0.1, 0.62]), balls([0, 0.76, 0.15], 'beige'));
const animal = all(
  boxes([-0.3, 0.18, 0.52, 0.24]),
  boxes([-0.28, 0, 0.08, 0.2]),
  boxes([0.1, 0, 0.08, 0.2]),
  balls([0.28, 0.5, 0.15]),
  shape([0.17, 0.6], [0.25, 0.6], [0.19, 0.76]),
  shape([0.31, 0.6], [0.39, 0.6], [0.37, 0.76]),
  shape([-0.3, 0.4], [-0.24, 0.3], [-0.48, 0.56]),
);
const bird = all(shape([-0.4, 0.6], [0, 0.45], [0.4, 0.6], [0, 0.3]), balls([0, 0.46, 0.09]));
const tree = all(
  boxes([-0.06, 0, 0.12, 0.4], 'brown'),
  balls([0, 0.66, 0.28]),
  balls([-0.2, 0.5, 0.18]),
  balls([0.2, 0.5, 0.18]),
);
const boat = all(
  shape([-0.45, 0.2], [0.45, 0.2], [0.28, 0], [-0.28, 0]),
  boxes([-0.02, 0.2, 0.04, 0.62], 'brown'),
  shape([0.05, 0.26], [0.36, 0.26], [0.05, 0.8]),
);
const fish = all(
  shape([-0.3, 0.3], [0, 0.48], [0.26, 0.3], [0, 0.12]),
  shape([-0.24, 0.3], [-0.44, 0.46], [-0.44, 0.14]),
);
const tower = all(
  shape([-0.18, 0], [0.18, 0], [0.11, 0.75], [-0.11, 0.75]),
  boxes([-0.1, 0.75, 0.2, 0.12], 'yellow'),
  shape([-0.16, 0.87], [0.16, 0.87], [0, 1]),
);
const vehicle = all(
  boxes([-0.42, 0.12, 0.84, 0.26]),
  boxes([-0.2, 0.38, 0.42, 0.2]),
  balls([-0.24, 0.12, 0.11], 'black'),
  balls([0.24, 0.12, 0.11], 'black'),
);
const star = shape(
  [0, 1],
  [0.1, 0.62],
  [0.45, 0.62],
  [0.16, 0.4],
  [0.28, 0],
  [0, 0.26],
  [-0.28, 0],
  [-0.16, 0.4],
  [-0.45, 0.62],
  [-0.1, 0.62],
);
const heart = all(
  balls([-0.15, 0.56, 0.18]),
  balls([0.15, 0.56, 0.18]),
  shape([-0.31, 0.48], [0.31, 0.48], [0, 0.08]),
);
const lamp = all(
  boxes([-0.16, 0.1, 0.32, 0.44]),
  boxes([-0.08, 0.18, 0.16, 0.28], 'yellow'),
  shape([-0.22, 0.54], [0.22, 0.54], [0, 0.74]),
);
const flower = all(
  boxes([-0.02, 0, 0.04, 0.5], 'green'),
  balls([0, 0.68, 0.13]),
  balls([-0.14, 0.56, 0.11]),
  balls([0.14, 0.56, 0.11]),
  balls([0, 0.56, 0.08], 'yellow'),
);
const umbrella = all(
  boxes([-0.02, 0, 0.04, 0.6], 'brown'),
  shape([-0.42, 0.5], [0.42, 0.5], [0.26, 0.78], [0, 0.88], [-0.26, 0.78]),
);
const balloon = all(boxes([-0.01, 0, 0.02, 0.5], 'grey'), balls([0, 0.7, 0.24]));
const book = all(
  shape([-0.4, 0.06], [0, 0], [0, 0.44], [-0.4, 0.5]),
  shape([0.4, 0.06], [0.02, 0], [0.02, 0.44], [0.4, 0.5]),
);
const cloud = all(
  balls([-0.24, 0.4, 0.18]),
  balls([0, 0.5, 0.24]),
  balls([0.26, 0.4, 0.17]),
  boxes([-0.26, 0.24, 0.54, 0.16]),
);
const moon = all(balls([0, 0.5, 0.32]));
const mountain = all(shape([-0.6, 0], [0.6, 0], [0, 0.95]), shape([-0.17, 0.68], [0.17, 0.68], [0, 0.95]));
/** Whatever has no shape of its own: a tile, told apart by the word under it. */
const tile = all(boxes([-0.28, 0.06, 0.56, 0.56]), boxes([-0.18, 0.16, 0.36, 0.36], 'white'));

const many = (nouns: string, made: Shape): { readonly [noun: string]: Shape } =>
  Object.fromEntries(nouns.split(' ').map((noun) => [noun, made]));

const SHAPES: { readonly [noun: string]: Shape } = {
  sun: { draw: disc, colour: 'yellow', above: true },
  moon: { draw: moon, colour: 'white', above: true },
  star: { draw: star, colour: 'yellow', above: true },
  cloud: { draw: cloud, colour: 'white', above: true },
  kite: { draw: shape([0, 0], [0.3, 0.5], [0, 0.9], [-0.3, 0.5]), colour: 'red', above: true },
  ...many('bird owl', { draw: bird, colour: 'black', above: true }),
  balloon: { draw: balloon, colour: 'red', above: true },
  ...many('house home school library market village town', { draw: house, colour: 'orange' }),
  ...many(
    'man woman child boy girl friend mother father sister brother person family keeper king queen teacher neighbour customer grandmother grandfather sailor wizard knight',
    { draw: person, colour: 'purple' },
  ),
  robot: {
    draw: all(
      boxes([-0.2, 0.1, 0.4, 0.4]),
      boxes([-0.14, 0.54, 0.28, 0.24]),
      boxes([-0.08, 0.64, 0.05, 0.05], 'black'),
      boxes([0.03, 0.64, 0.05, 0.05], 'black'),
    ),
    colour: 'grey',
  },
  ...many('dog cat horse dragon rabbit bear wolf mouse', { draw: animal, colour: 'brown' }),
  fox: { draw: animal, colour: 'orange' },
  fish: { draw: fish, colour: 'orange' },
  ...many('tree forest garden', { draw: tree, colour: 'green' }),
  flower: { draw: flower, colour: 'pink' },
  ...many('boat ship', { draw: boat, colour: 'brown' }),
  lighthouse: { draw: tower, colour: 'red' },
  ...many('castle tower', { draw: tower, colour: 'grey' }),
  ...many('car train', { draw: vehicle, colour: 'red' }),
  ...many('mountain hill island', { draw: mountain, colour: 'grey' }),
  rocket: { draw: tower, colour: 'white', above: true },
  heart: { draw: heart, colour: 'red' },
  ...many('apple ball', { draw: disc, colour: 'red' }),
  ...many('lantern lamp', { draw: lamp, colour: 'black' }),
  fire: { draw: shape([-0.25, 0], [0.25, 0], [0.18, 0.4], [0, 0.8], [-0.2, 0.4]), colour: 'orange' },
  ...many('book letter map', { draw: book, colour: 'white' }),
  umbrella: { draw: umbrella, colour: 'red' },
};

const TILE: Shape = { draw: tile, colour: 'golden' };

/** How a noun is drawn; a labelled tile for those without a shape. */
export function shapeOf(noun: string): Shape {
  return Object.hasOwn(SHAPES, noun) ? (SHAPES[noun] ?? TILE) : TILE;
}
