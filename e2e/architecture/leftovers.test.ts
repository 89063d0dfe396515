import { expect, test } from 'vitest';
import { isFixture, readSourceFiles, type SourceFile } from './source-files.ts';

const files = readSourceFiles().filter(
  ({ path }) => !isFixture(path) && !path.startsWith('e2e/architecture/'),
);
const isTool = (path: string) => /^(e2e|relay\/dev)\//.test(path);

const find = (pattern: RegExp, among: readonly SourceFile[] = files) =>
  among.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );

test('nothing is left to do in the code', () => {
  expect(find(/\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
});

test('nothing is printed but by tools', () => {
  expect(
    find(
      /\bconsole\.(?!debug)\w+\(/,
      files.filter(({ path }) => !isTool(path)),
    ),
  ).toEqual([]);
  expect(find(/\bdebugger\b;/)).toEqual([]);
});

test('no journey keeps a picture of the screen for somebody who looked', () => {
  expect(find(/\.screenshot\(\{[^}]*\bpath\b/)).toEqual([]);
});

test('no test is left out or alone', () => {
  const tests = files.filter(({ path }) => /\.(test|spec)\.ts$|testing/.test(path));
  expect(
    find(
      /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:only|skip|todo|fixme|fails|skipIf|runIf)\b|\b[xf](?:it|describe|test)\(/,
      tests,
    ),
  ).toEqual([]);
});

test('neither the compiler nor the linter is silenced', () => {
  expect(find(/@ts-(?:ignore|nocheck|expect-error)|eslint-disable|prettier-ignore/)).toEqual([]);
});
