import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;

/** The relay's own keys, each 32 random bytes as base64url. */
export type RelaySecrets = {
  /** Signs the tokens of links and persons. */
  readonly WEFT_SIGNING_KEY: string;
  /** Encrypts the keys of people at rest. */
  readonly WEFT_ENCRYPTION_KEY: string;
};

/**
 * Reads the relay's own keys, made at the first start and kept: with other keys old links and stored provider keys
 * would be worthless. The file can be read by its owner only.
 * @throws SyntaxError when the file is damaged; a new key would silently lose what the old one protects.
 */
export function keepRelaySecrets(stateDirectory: string): RelaySecrets {
  const file = join(stateDirectory, 'keys.json');
  const fresh: RelaySecrets = { WEFT_SIGNING_KEY: newKey(), WEFT_ENCRYPTION_KEY: newKey() };
  try {
    writeFileSync(file, `${JSON.stringify(fresh, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(readFileSync(file, 'utf8')) as RelaySecrets;
  }
}

function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}
