import { expect, test } from 'vitest';
import { carriesLaw, readLaws, readNamedTests, readProvedLaws } from './laws.ts';
import { readSourceFiles, readTree } from './source-files.ts';

const documents = readTree('docs/spec').filter(({ path }) => path.endsWith('.md'));
const laws = new Set(documents.flatMap(readLaws));
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

test('a test that a law names carries its number', () => {
  const byPath = new Map(tests.map((file) => [file.path, file]));
  const faults = documents.flatMap((document) =>
    readNamedTests(document).flatMap(({ law, path }) => {
      const file = byPath.get(path);
      return file === undefined || carriesLaw(file, law) ? [] : `${path} has no [${law}]`;
    }),
  );
  expect(faults).toEqual([]);
});

test('reads laws and titles', () => {
  const text = '| RL1 | x |\n| **RM2** | y |\n| id | law |\nThe law **AU1** says\n| RL | none |';
  expect(readLaws({ path: 'docs/spec/a.md', text })).toEqual(['RL1', 'RM2', 'RM2', 'AU1']);
  expect(readNamedTests({ path: 'docs/spec/a.md', text: '| RL1 | x | `web/a.test.ts`, a.ts |' })).toEqual([
    { law: 'RL1', path: 'web/a.test.ts' },
  ]);
  const titles = [
    "test('[RL1] one', () => {});",
    "describe.each(cases)('[RM2, AU1] two', () => {});",
    'test.prop([a])(`[SE1] three`, () => {});',
    "test(\n  '[EX1] four',\n);",
    "expect('[CA1]');",
  ].join('\n');
  expect(['EX1', 'AU1', 'CA2'].map((law) => carriesLaw({ path: 'a.test.ts', text: titles }, law))).toEqual([
    ...[true, true, false],
  ]);
  expect(readProvedLaws({ path: 'a.test.ts', text: titles })).toEqual(['RL1', 'RM2', 'AU1', 'SE1', 'EX1']);
});
