import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { THREATS } from '../security/threats.ts';

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('every threat has a test of that title, and a place for its weakness', () => {
  for (const { id, test: proof, weakness } of THREATS) {
    expect([id, textOf(proof.suite ?? proof.file).includes(proof.title)]).toEqual([id, true]);
    for (const { file, from } of weakness.edits)
      expect([id, file, textOf(file).split(from).length - 1]).toEqual([id, file, 1]);
  }
});

test('docs/spec/threats.md has a line for each, and for no other', () => {
  const lines = textOf('docs/spec/threats.md').match(/^\| T\d+ /gm) ?? [];
  expect(lines.map((line) => line.slice(2).trim())).toEqual(THREATS.map(({ id }) => id));
});
