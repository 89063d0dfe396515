import type { Colour } from './raster.ts';

/** Colours that the demo knows by name, to draw with and to say what it sees. */
export const COLOURS = {
  red: [204, 51, 51],
  orange: [230, 133, 46],
  yellow: [242, 204, 76],
  golden: [214, 165, 50],
  green: [76, 140, 74],
  'light green': [168, 200, 128],
  blue: [58, 104, 176],
  'light blue': [158, 200, 232],
  purple: [124, 82, 160],
  pink: [232, 150, 172],
  brown: [122, 84, 54],
  beige: [226, 206, 168],
  white: [246, 244, 238],
  grey: [140, 144, 150],
  'dark blue': [28, 40, 76],
  black: [32, 32, 36],
} as const satisfies { readonly [name: string]: Colour };

export type ColourName = keyof typeof COLOURS;

const NAMES = Object.keys(COLOURS) as ColourName[];

/** The name of the nearest colour, by distance weighted as eyes weigh it. */
export function nameOfColour([red, green, blue]: Colour): ColourName {
  let best: ColourName = 'grey';
  let least = Infinity;
  for (const name of NAMES) {
    const [r, g, b] = COLOURS[name];
    const distance = 2 * (r - red) ** 2 + 4 * (g - green) ** 2 + 3 * (b - blue) ** 2;
    if (distance < least) [least, best] = [distance, name];
  }
  return best;
}
