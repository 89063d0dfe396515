import { expect, test } from 'vitest';
import { iconPath, scalePath } from './icon-path.ts';
import { ICONS, type IconName } from './icons.ts';

test('lengths shrink, the angle and the flags of arcs stay', () => {
  expect(scalePath('M2 12h20v-.5a10 4 30 1 0-2 1z', 0.5)).toBe('M1 6h10v-0.25a5 2 30 1 0 -1 0.5z');
  expect(scalePath('M3.85 8.62a4 4 0 0 1 4.78-4.77 4 4 0 0 1 6.74 0', 0.5)).toBe(
    'M1.925 4.31a2 2 0 0 1 2.39 -2.385 2 2 0 0 1 3.37 0',
  );
});

test('moving changes absolute places only', () => {
  expect(scalePath('M2 12h20V4H3l1 1A10 4 30 1 0 4 6a1 1 0 0 1 2 2z', 0.5, 10, 100)).toBe(
    'M11 106h10V102H11.5l0.5 0.5A5 2 30 1 0 12 103a0.5 0.5 0 0 1 1 1z',
  );
});

test('flags without a space after them are read as flags', () => {
  expect(scalePath('a2 2 0 012-2', 2)).toBe('a4 4 0 0 1 4 -4');
});

const ARGUMENTS: Readonly<Record<string, number>> = {
  m: 2,
  l: 2,
  h: 1,
  v: 1,
  c: 6,
  s: 4,
  q: 4,
  t: 2,
  a: 7,
  z: 0,
};

test('every icon keeps its commands, and each has its arguments', () => {
  for (const name of Object.keys(ICONS) as IconName[]) {
    const path = iconPath(name, 24);
    expect(path.replaceAll(/[^a-zA-Z]/g, ''), name).toBe(ICONS[name].replaceAll(/[^a-zA-Z]/g, ''));
    for (const [, command = '', rest = ''] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
      const given = rest.split(/\s+/).filter((part) => part !== '').length;
      const wanted = ARGUMENTS[command.toLowerCase()] ?? Number.NaN;
      expect(wanted === 0 ? given : given % wanted, `${name} ${command}${rest}`).toBe(0);
    }
  }
});
