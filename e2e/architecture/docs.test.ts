import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readTree } from './source-files.ts';

const ROOT = new URL('../../', import.meta.url);
const documents = [
  ...readTree('docs'),
  ...['shared', 'relay', 'web', 'e2e'].flatMap(readTree),
  { path: 'README.md', text: readFileSync(fileURLToPath(new URL('README.md', ROOT)), 'utf8') },
].filter(({ path }) => path.endsWith('.md'));

/** Paths from the project's root that a text names as code; those with a gap or a star are patterns, no paths. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`((?:shared|relay|web|e2e|docs)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
}

test('every path that a document names is there', () => {
  const missing = documents.flatMap(({ path, text }) =>
    pathsIn(text)
      .filter((named) => !existsSync(fileURLToPath(new URL(named, ROOT))))
      .map((named) => `${path}: ${named}`),
  );
  expect(missing).toEqual([]);
});

test('the capabilities of the three systems have one line each', () => {
  const page = documents.find(({ path }) => path === 'docs/spec/source-systems.md');
  const numbers = [...(page?.text ?? '').matchAll(/^(\d+)\. /gm)].map((match) => Number(match[1]));
  expect(numbers).toEqual(Array.from({ length: 123 }, (_, index) => index + 1));
});
