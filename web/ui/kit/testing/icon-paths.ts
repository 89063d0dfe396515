/**
 * Lucide's drawings as one path string each: cheaper on a canvas of thousands of nodes than a component per shape.
 * Run it with names to put them into icons.ts: `npx tsx web/ui/kit/testing/icon-paths.ts hand flask-conical`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ICONS } from '../icons.ts';

type Shape = readonly [tag: string, attributes: Readonly<Record<string, string>>];

const lucideIcons = fileURLToPath(
  new URL('../../../../node_modules/@lucide/svelte/dist/icons', import.meta.url),
);

/**
 * The path of one Lucide icon.
 * @throws when Lucide has no icon of that name, or one that is more than strokes.
 */
export function lucidePath(name: string): string {
  const module = readFileSync(join(lucideIcons, `${name}.js`), 'utf8'); // an alias points at another icon's drawing
  const drawing = /from ['"]\.\/(.+\.svelte)['"]/.exec(module)?.[1] ?? `${name}.svelte`;
  const source = readFileSync(join(lucideIcons, drawing), 'utf8');
  const data = /const iconData = (\{.*\});/.exec(source)?.[1];
  if (data === undefined) throw new Error(`No drawing in Lucide's file for ${name}.`);
  const { node } = JSON.parse(data) as { node: readonly Shape[] };
  return node.map(shapePath).join('');
}

function shapePath([tag, attributes]: Shape): string {
  const n = (key: string, fallback = 0) => Number(attributes[key] ?? fallback);
  const isDot = tag === 'circle' && n('r') <= 1; // the stroke covers its middle anyway
  if (attributes['fill'] !== undefined && !isDot) throw new Error(`A filled ${tag} is no stroke.`);
  if (tag === 'path') return absoluteStart(attributes['d'] ?? '');
  if (tag === 'line') return `M${n('x1')} ${n('y1')}L${n('x2')} ${n('y2')}`;
  if (tag === 'circle') return ellipse(n('cx'), n('cy'), n('r'), n('r'));
  if (tag === 'ellipse') return ellipse(n('cx'), n('cy'), n('rx'), n('ry'));
  if (tag === 'polyline') return `M${attributes['points']}`;
  if (tag === 'polygon') return `M${attributes['points']}Z`;
  if (tag === 'rect') return rectangle(n('x'), n('y'), n('width'), n('height'), n('rx', n('ry')));
  throw new Error(`Unknown shape ${tag}.`);
}

/** A path's first `m` is absolute only while the path stands alone: `m19 12-7 7` becomes `M19 12l-7 7`. */
function absoluteStart(path: string): string {
  const number = String.raw`[-+]?(?:\d*\.\d+|\d+)`;
  const start = new RegExp(`^m\\s*(${number})[\\s,]*(${number})[\\s,]*`).exec(path);
  if (start === null) return path;
  const rest = path.slice(start[0].length);
  return `M${start[1]} ${start[2]}${/^[-+.\d]/.test(rest) ? 'l' : ''}${rest}`;
}

function ellipse(x: number, y: number, rx: number, ry: number): string {
  return `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
}

function rectangle(x: number, y: number, width: number, height: number, r: number): string {
  const [h, v] = [width - 2 * r, height - 2 * r];
  if (r === 0) return `M${x} ${y}h${width}v${height}h${-width}z`;
  const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return `M${x + r} ${y}h${h}${corner(r, r)}v${v}${corner(-r, r)}h${-h}${corner(-r, -r)}v${-v}${corner(r, -r)}z`;
}

const HEAD = `/**
 * Every icon of the app, each as one path on Lucide's 24 × 24 grid (Lucide 1.48, ISC licence, © Lucide Contributors;
 * parts © Cole Bemis, MIT). Add one with \`npx tsx web/ui/kit/testing/icon-paths.ts <name of Lucide>\`.
 */
export const ICONS = {
`;
const TAIL = `} as const;

export type IconName = keyof typeof ICONS;

/** For names that come from data, such as a node type of a newer version. */
export function isIconName(name: string): name is IconName {
  return Object.hasOwn(ICONS, name);
}
`;

/** The text of icons.ts with exactly these icons, sorted by name. */
export function iconsSource(names: Iterable<string>): string {
  const sorted = [...new Set(names)].sort();
  const lines = sorted.map((name) => {
    const key = /^[a-z]+$/.test(name) ? name : `'${name}'`;
    return `  ${key}: '${lucidePath(name)}',\n`.replace(/^(.{111,})$/m, (line) =>
      line.replace(": '", ":\n    '"),
    );
  });
  return `${HEAD}${lines.join('')}${TAIL}`;
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) {
  const names = [...Object.keys(ICONS), ...process.argv.slice(2)];
  writeFileSync(join(dirname(self), '../icons.ts'), iconsSource(names));
}
