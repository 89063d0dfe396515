import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepRelaySecrets } from './relay-secrets.ts';
import { lockDirectory, takeStateDirectory } from './state-directory.ts';
import { makeTemporaryDirectory } from './testing.ts';

test('one supervisor at a time holds a directory', () => {
  const { path, remove } = makeTemporaryDirectory();
  const held = lockDirectory(path, false);
  expect(held).toMatchObject({ path, isSecond: false });
  expect(lockDirectory(path, false)).toBeUndefined();
  held?.release();
  expect(lockDirectory(path, false)).toBeDefined();
  remove();
});

test.each(['999999999 1', `${process.pid} 1`, '', 'nonsense'])(
  'a lock of a process that is gone (%s) does not count',
  (lock) => {
    const { path, remove } = makeTemporaryDirectory();
    writeFileSync(join(path, 'lock'), lock);
    expect(lockDirectory(path, false)).toBeDefined();
    remove();
  },
);

test('a second Weft of the same project gets a directory of its port', () => {
  const { path, remove } = makeTemporaryDirectory();
  const environment = { XDG_STATE_HOME: path };
  const first = takeStateDirectory({ projectDirectory: '/project', port: 1999 }, environment);
  const second = takeStateDirectory({ projectDirectory: '/project', port: 2000 }, environment);
  const other = takeStateDirectory({ projectDirectory: '/other', port: 1999 }, environment);
  expect(first?.isSecond).toBe(false);
  expect(second).toMatchObject({ path: `${first?.path}-2000`, isSecond: true });
  expect(other?.isSecond).toBe(false);
  expect(statSync(first?.path ?? '').mode & 0o777).toBe(0o700);
  remove();
});

test('WEFT_STATE_DIR is taken as it is or not at all', () => {
  const { path, remove } = makeTemporaryDirectory();
  const take = () => takeStateDirectory({ projectDirectory: '/project', port: 1 }, { WEFT_STATE_DIR: path });
  expect(take()).toMatchObject({ path, isSecond: false });
  expect(take()).toBeUndefined();
  remove();
});

test('the relay keeps its own keys from one start to the next', () => {
  const { path, remove } = makeTemporaryDirectory();
  const keys = keepRelaySecrets(path);
  expect(keepRelaySecrets(path)).toEqual(keys);
  expect(keys.WEFT_SIGNING_KEY).not.toBe(keys.WEFT_ENCRYPTION_KEY);
  expect(JSON.parse(readFileSync(join(path, 'keys.json'), 'utf8'))).toEqual(keys);
  remove();
});
