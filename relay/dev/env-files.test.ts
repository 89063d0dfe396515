import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeEnvFiles, findEnvFiles } from './env-files.ts';
import { makeTemporaryDirectory } from './testing.ts';

test('finds what partykit would compile in, in the folder and above', () => {
  const directory = makeTemporaryDirectory();
  const inner = join(directory.path, 'a', 'b');
  mkdirSync(inner, { recursive: true });
  expect(findEnvFiles(inner)).toEqual([]);
  writeFileSync(join(directory.path, '.env'), '');
  writeFileSync(join(inner, '.env.local'), '');
  writeFileSync(join(inner, '.env.example'), '');
  expect(findEnvFiles(inner)).toEqual([join(inner, '.env.local'), join(directory.path, '.env')]);
  directory.remove();
});

test('says how to go on', () => {
  expect(describeEnvFiles(['/x/.env'])).toContain('mv /x/.env ~/weft-keys.sh');
  expect(describeEnvFiles(['/x/.env', '/.env'])).toContain('/x/.env and /.env exist:');
});
