import { expect, test } from 'vitest';
import { findGlobalFetch } from './fetch.ts';
import { isTestFile, readSourceFiles } from './source-files.ts';

/** The relay's only door to other hosts, the page's only doors to the relay, and the supervisor's health check. */
const DOORS =
  /^(relay\/providers\/outbound[^/]*\.ts|relay\/providers\/outbound\/|web\/adapters\/|relay\/dev\/)/;

test('[SE1] only the outbound module and the adapters know the global fetch', () => {
  const users = readSourceFiles()
    .filter(({ path }) => /\.(ts|svelte)$/.test(path) && !isTestFile(path) && !DOORS.test(path))
    // Reading a program takes a thousand times as long as looking for a word in it.
    .filter(({ text }) => text.includes('fetch'))
    .flatMap((file) => findGlobalFetch(file).map((line) => `${file.path}:${line}`));
  expect(users).toEqual([]);
});

test.each([
  ['await fetch(url);', 1],
  ['const send = globalThis.fetch;', 1],
  ['createClient({ fetch });', 1],
  ['createClient({ fetch: createFetch() });', 0],
  ['room.fetch(request);', 0],
  ['type Fetch = typeof fetch;', 0],
  ['class Main { fetch(request: Request) {} }', 0],
  ['const run = (fetch: Send) => fetch(1);', 0],
])('tells the global from its namesakes: %s', (text, uses) => {
  expect(findGlobalFetch({ path: 'relay/a.ts', text })).toHaveLength(uses);
});
