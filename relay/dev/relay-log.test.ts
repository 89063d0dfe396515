import { readFileSync, statSync, truncateSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRedactor } from './redact.ts';
import { createRelayLog } from './relay-log.ts';
import { makeTemporaryDirectory } from './testing.ts';

function openLog() {
  const directory = makeTemporaryDirectory();
  const file = join(directory.path, 'relay.log');
  const trouble: string[] = [];
  const open = () =>
    createRelayLog({ file, redact: createRedactor(['secret-key']), onTrouble: (line) => trouble.push(line) });
  return { ...directory, file, trouble, open };
}

test('[SE1] redacts a key even when it arrives in two pieces', () => {
  const { file, open, remove } = openLog();
  const log = open();
  log.write('the sec');
  log.write('ret-key is here\n');
  expect(readFileSync(file, 'utf8')).toBe('the [redacted] is here\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  remove();
});

test('passes on warnings and errors only, without terminal codes', () => {
  const { trouble, open, remove } = openLog();
  const log = open();
  log.write('\u001b[2K[pk:inf] GET /error 500\nall well\n\u001b[31mUncaught Error: secret-key\u001b[0m\n');
  log.write('Error attempting to retrieve debugger URL: TypeError: fetch failed\n');
  expect(trouble).toEqual(['Uncaught Error: [redacted]']);
  expect(log.tail()).toBe('[pk:inf] GET /error 500\nall well\nUncaught Error: [redacted]');
  remove();
});

test('puts a log that has grown large aside', () => {
  const { file, open, remove } = openLog();
  writeFileSync(file, '');
  truncateSync(file, 6 * 1024 * 1024);
  open().write('fresh\n');
  expect(readFileSync(file, 'utf8')).toBe('fresh\n');
  expect(existsSync(`${file}.1`)).toBe(true);
  remove();
});
