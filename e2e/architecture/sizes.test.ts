import { expect, test } from 'vitest';
import { isFixture, isTestFile, readSourceFiles } from './source-files.ts';

const MOST_LINES = 500;
const MOST_LINES_OF_A_SHELL = 150;
const SHELLS = /^relay\/(main|flow|run|vault)\.ts$/;

const files = readSourceFiles()
  .filter(({ path }) => !isTestFile(path) && !isFixture(path) && !/tokens[^/]*\.css$/.test(path))
  .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));

test(`no file is longer than ${MOST_LINES} lines`, () => {
  expect(files.filter(({ lines }) => lines > MOST_LINES)).toEqual([]);
});

test(`the party shells stay thin: ${MOST_LINES_OF_A_SHELL} lines`, () => {
  expect(files.filter(({ path, lines }) => SHELLS.test(path) && lines > MOST_LINES_OF_A_SHELL)).toEqual([]);
});
