import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretValues } from './operator-environment.ts';
import { keepRelaySecrets } from './relay-secrets.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from './testing.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
});
afterEach(() => directory.remove());

describe('the relay’s own keys', () => {
  it('are made at the first start, for their owner alone, and kept', () => {
    const made = keepRelaySecrets(directory.path);
    expect(keepRelaySecrets(directory.path)).toEqual(made);
    expect(made.WEFT_ENCRYPTION_KEY).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(made.WEFT_ENCRYPTION_KEY).not.toBe(made.WEFT_SIGNING_KEY);
    expect(statSync(join(directory.path, 'keys.json')).mode & 0o777).toBe(0o600);
  });

  it('[VA1] a rotation keeps what sealed before, and the signing key; logs show none of them', () => {
    const one = keepRelaySecrets(directory.path, true);
    const two = keepRelaySecrets(directory.path, true);
    const three = keepRelaySecrets(directory.path, true);
    expect(three.WEFT_SIGNING_KEY).toBe(one.WEFT_SIGNING_KEY);
    expect(three.WEFT_ENCRYPTION_KEYS_BEFORE).toBe(`${two.WEFT_ENCRYPTION_KEY},${one.WEFT_ENCRYPTION_KEY}`);
    expect(keepRelaySecrets(directory.path)).toEqual(three);
    expect(readdirSync(directory.path)).toEqual(['keys.json']);
    expect(statSync(join(directory.path, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(secretValues(three).sort()).toEqual(
      [one, two, three]
        .map((keys) => keys.WEFT_ENCRYPTION_KEY)
        .concat(one.WEFT_SIGNING_KEY)
        .sort(),
    );
  });
});
