/** The WCAG contrast of token pairs, computed from tokens.css itself. */
import { readFileSync } from 'node:fs';

export type Theme = 'light' | 'dark';

/** OKLCH: lightness 0 to 1, chroma, hue in degrees. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

const css = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8');
const PAIR = /--([\w-]+):\s*light-dark\(\s*oklch\(([^)]+)\),\s*oklch\(([^)]+)\)\s*\)/g;

const tokens = new Map<string, { readonly light: Oklch; readonly dark: Oklch }>(
  [...css.matchAll(PAIR)].map(([, name = '', light = '', dark = '']) => [
    name,
    { light: parseOklch(light), dark: parseOklch(dark) },
  ]),
);

/** Names of all colour tokens that are one light-dark pair, without their dashes. */
export const colourTokens: readonly string[] = [...tokens.keys()];

function parseOklch(text: string): Oklch {
  const [lightness = NaN, chroma = NaN, hue = NaN] =
    text.split('/')[0]?.trim().split(/\s+/).map(Number) ?? [];
  if (![lightness, chroma, hue].every(Number.isFinite)) throw new Error(`Not an oklch colour: ${text}`);
  return [lightness, chroma, hue];
}

/** Linear-light sRGB; channels outside 0 to 1 are clipped, as a screen does. Matrices: Ottosson, Oklab, 2020. */
export function linearSrgb([lightness, chroma, hue]: Oklch): readonly [number, number, number] {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (channel: number) => Math.min(1, Math.max(0, channel));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** WCAG 2 contrast ratio of two colours, 1 to 21. */
export function contrastOf(one: Oklch, other: Oklch): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Oklch): number {
  const [red, green, blue] = linearSrgb(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two tokens in one theme. @throws when tokens.css has no such colour. */
export function contrast(theme: Theme, foreground: string, background: string): number {
  const [one, other] = [tokens.get(foreground), tokens.get(background)];
  if (one === undefined || other === undefined)
    throw new Error(`No colour --${one ? background : foreground}.`);
  return contrastOf(one[theme], other[theme]);
}
