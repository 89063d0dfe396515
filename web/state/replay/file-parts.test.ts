import { expect, it } from 'vitest';
import { encodeBase64 } from '#shared/base64.ts';
import { hashBytes } from '#shared/hash.ts';
import { numbered, planOf, startedFact } from '#shared/run/testing.ts';
import { keptInFile } from './file-parts.ts';
import { readRunFile } from './run-file.ts';

const PIXEL = new Uint8Array([
  ...[137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0],
  ...[31, 21, 196, 137],
]);

it('[PI8] a run that came from a file goes out again word for word, or without its pictures', async () => {
  const log = JSON.stringify(numbered([startedFact(planOf(1, []))])[0]);
  const drawn = { blob: hashBytes(PIXEL), mediaType: 'image/png', base64: encodeBase64(PIXEL) };
  const text = `${log}\n${JSON.stringify(drawn)}\n`;
  const read = readRunFile(text);
  if (!read.ok) throw new Error(read.error.message);
  const kept = keptInFile(read.file, text);
  expect(await kept.text({ pictures: true })).toBe(text);
  expect(await kept.text({ pictures: false })).toBe(`${log}\n`);
  expect(await kept.weigh()).toMatchObject({ textBytes: log.length + 1, pictures: 1, fitting: 1 });

  const without = keptInFile({ ...read.file, pictures: new Map() }, `${log} \n`);
  expect(await without.text({ pictures: false })).toBe(`${log} \n`);
});
