import { ICONS, type IconName } from './icons.ts';

/**
 * Icons drawn at their size instead of through a viewBox: a scaled SVG costs the canvas a transform for every icon in
 * every frame of a pan.
 */

const GRID_PX = 24;
/** Of an arc's seven arguments the angle and the two flags keep their value. */
const ARC_KEPT = new Set([2, 3, 4]);
const ARC_ARGUMENTS = 7;
const PART = /([a-zA-Z])([^a-zA-Z]*)/g;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)/g;
/** Flags may stand without a space before what follows: "a2 2 0 012-2". */
const ARC_NUMBERS =
  /([-+]?(?:\d+\.?\d*|\.\d+))[\s,]*([-+]?(?:\d+\.?\d*|\.\d+))[\s,]*([-+]?(?:\d+\.?\d*|\.\d+))[\s,]*([01])[\s,]*([01])[\s,]*([-+]?(?:\d+\.?\d*|\.\d+))[\s,]*([-+]?(?:\d+\.?\d*|\.\d+))/g;

const known = new Map<string, string>();

/** The icon's path for a box of `size` × `size` px. */
export function iconPath(name: IconName, size: number): string {
  const key = `${name}:${size}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const path = scalePath(ICONS[name], size / GRID_PX);
  known.set(key, path);
  return path;
}

/** SVG path data, all its lengths times `by`. Exact to a thousandth of a px. */
export function scalePath(path: string, by: number): string {
  const scaled = (value: string) => String(Math.round(Number(value) * by * 1_000) / 1_000);
  return path.replace(PART, (_part, command: string, rest: string) => {
    if (command !== 'a' && command !== 'A') return command + (rest.match(NUMBER) ?? []).map(scaled).join(' ');
    const values = [...rest.matchAll(ARC_NUMBERS)].flatMap((arc) => arc.slice(1));
    return (
      command +
      values.map((value, index) => (ARC_KEPT.has(index % ARC_ARGUMENTS) ? value : scaled(value))).join(' ')
    );
  });
}
