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
