import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ICONS, isIconName } from './icons.ts';
import { iconsSource, lucidePath } from './testing/icon-paths.ts';

it('[design] every icon is Lucide’s own drawing', () => {
  const drawn = Object.fromEntries(Object.keys(ICONS).map((name) => [name, lucidePath(name)]));
  expect(ICONS).toEqual(drawn);
});

it('keeps a path’s first relative move where it was when paths are joined', () => {
  expect(lucidePath('arrow-down')).toBe('M12 5v14M19 12l-7 7-7-7');
});

it('writes the registry sorted and without doubles', () => {
  const source = iconsSource(['x', 'check', 'x']);
  expect(source.match(/^ {2}\S+: /gm)).toEqual(['  check: ', '  x: ']);
});

it('tells known names from names that data made up', () => {
  expect([isIconName('check'), isIconName('toString'), isIconName('nothing')]).toEqual([true, false, false]);
});

it('knows the icon of every node type', () => {
  const folder = new URL('../../nodes/', import.meta.url);
  const sources = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const file = new URL(`${entry.name}/node.ts`, folder);
      return existsSync(file) ? [readFileSync(file, 'utf8')] : [];
    });
  const icons = sources.flatMap((source) =>
    [...source.matchAll(/\bicon: '([\w-]+)'/g)].map(([, icon = '']) => icon),
  );
  expect(icons.length).toBeGreaterThan(0);
  expect(icons.filter((icon) => !isIconName(icon))).toEqual([]);
});

it('[design] draws no icon that nobody names: every page carries them all', () => {
  const web = fileURLToPath(new URL('../../', import.meta.url));
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.(ts|svelte)$/.test(path) && !/\.test\.ts$|kit\/(icons\.ts|testing\/)/.test(path),
  );
  const named = new Set(
    files.flatMap(
      (path) => readFileSync(`${web}${path}`, 'utf8').match(/(?<=['"`])[a-z\d-]+(?=['"`])/g) ?? [],
    ),
  );
  expect(Object.keys(ICONS).filter((name) => !named.has(name))).toEqual([]);
});
