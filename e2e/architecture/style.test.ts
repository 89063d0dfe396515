import { expect, test } from 'vitest';
import { isFixture, isTestFile, readSourceFiles } from './source-files.ts';
import { findStyleFaults } from './style-faults.ts';

test('colours and font sizes are named in web/ui/styles only', () => {
  const faults = readSourceFiles()
    .filter(({ path }) => /^web\/.*\.(svelte|css|ts)$/.test(path) && !path.startsWith('web/ui/styles/'))
    .filter(({ path }) => !isTestFile(path) && !isFixture(path))
    .flatMap(findStyleFaults);
  expect(faults).toEqual([]);
});

test.each([
  ['a { color: #fff; }', 1],
  ['a { background: rgb(0 0 0 / 10%); }', 1],
  ['a { color: white; }', 1],
  ['a { font-size: 13px; }', 1],
  ['a { font: 600 12px/1 var(--font-ui); }', 1],
  ['a { color: var(--ink); font-size: var(--text-md); border: 1px solid currentColor; }', 0],
  ['a { white-space: nowrap; background: transparent; fill: url(#dots); }', 0],
  ['a { color: var(--red-ish); outline-color: var(--st-done); }', 0],
  ['#app { display: grid; }', 0],
])('tells tokens from raw values: %s', (text, faults) => {
  expect(findStyleFaults({ path: 'web/ui/a.css', text })).toHaveLength(faults);
});

test('looks into components: their styles, not their links', () => {
  const text =
    '<a href="#add" style="color: red" style:font-size="12px">x</a>\n<style>\n a { color: #123; }\n</style>';
  expect(findStyleFaults({ path: 'web/ui/A.svelte', text })).toHaveLength(3);
});
