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

/** The icon's path for a box of `size` × `size` px, moved by `left` and `top` px. */
export function iconPath(name: IconName, size: number, left = 0, top = 0): string {
  const key = `${name}:${size}:${left}:${top}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const path = scalePath(ICONS[name], size / GRID_PX, left, top);
  known.set(key, path);
  return path;
}

/** SVG path data, all its lengths times `by`, moved. Exact to a thousandth of a px. */
export function scalePath(path: string, by: number, left = 0, top = 0): string {
  const scaled = (value: string, shift: number) =>
    String(Math.round((Number(value) * by + shift) * 1_000) / 1_000);
  return path.replace(PART, (_part, command: string, rest: string, at: number) => {
    const absolute = command === command.toUpperCase();
    const shift = (vertical: boolean) => (absolute || at === 0 ? (vertical ? top : left) : 0);
    if (command !== 'a' && command !== 'A') {
      const vertical = (index: number) => command.toUpperCase() === 'V' || index % 2 === 1;
      const values = rest.match(NUMBER) ?? [];
      return command + values.map((value, index) => scaled(value, shift(vertical(index)))).join(' ');
    }
    const values = [...rest.matchAll(ARC_NUMBERS)].flatMap((arc) => arc.slice(1));
    return (
      command +
      values
        .map((value, index) => {
          const argument = index % ARC_ARGUMENTS;
          if (ARC_KEPT.has(argument)) return value;
          return scaled(value, argument < 2 ? 0 : shift(argument === ARC_ARGUMENTS - 1));
        })
        .join(' ')
    );
  });
}
