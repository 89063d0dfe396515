import { expect, test } from 'vitest';
import { readLaws, readProvedLaws } from './laws.ts';
import { readSourceFiles, readTree } from './source-files.ts';

const laws = new Set(
  readTree('docs/spec')
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(readLaws),
);
const tests = readSourceFiles().filter(
  ({ path }) =>
    /\.(test|spec)\.ts$|\/testing(\.ts$|\/)/.test(path) && !path.startsWith('e2e/architecture/laws'),
);
const proved = new Set(tests.flatMap(readProvedLaws));

test('every law of docs/spec has a test that carries its number', () => {
  expect([...laws].filter((law) => !proved.has(law)).sort()).toEqual([]);
});

test('every number in the title of a test is a law of docs/spec', () => {
  expect([...proved].filter((law) => !laws.has(law)).sort()).toEqual([]);
});

test('reads laws and titles', () => {
  const text = '| RL1 | x |\n| **RM2** | y |\n| id | law |\nThe law **AU1** says\n| RL | none |';
  expect(readLaws({ path: 'docs/spec/a.md', text })).toEqual(['RL1', 'RM2', 'RM2', 'AU1']);
  const titles = [
    "test('[RL1] one', () => {});",
    "describe.each(cases)('[RM2, AU1] two', () => {});",
    'test.prop([a])(`[SE1] three`, () => {});',
    "test(\n  '[EX1] four',\n);",
    "expect('[CA1]');",
  ].join('\n');
  expect(readProvedLaws({ path: 'a.test.ts', text: titles })).toEqual(['RL1', 'RM2', 'AU1', 'SE1', 'EX1']);
});
