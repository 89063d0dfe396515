import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;

/** The relay's own keys, each 32 random bytes as base64url. */
export type RelaySecrets = {
  /** Signs the tokens of links and persons. */
  readonly WEFT_SIGNING_KEY: string;
  /** Encrypts the keys of people at rest. */
  readonly WEFT_ENCRYPTION_KEY: string;
  /** Those that the present one took the place of, the latest first, with commas between: what they sealed is still read. */
  readonly WEFT_ENCRYPTION_KEYS_BEFORE?: string;
};

/**
 * Reads the relay's own keys, made at the first start and kept: with other keys old links and stored provider keys
 * would be worthless. The file can be read by its owner only.
 * @param rotates a new encryption key takes the place of the present one, which is kept for what it has sealed.
 * @throws SyntaxError when the file is damaged; a new key would silently lose what the old one protects.
 */
export function keepRelaySecrets(stateDirectory: string, rotates = false): RelaySecrets {
  const file = join(stateDirectory, 'keys.json');
  const fresh: RelaySecrets = { WEFT_SIGNING_KEY: newKey(), WEFT_ENCRYPTION_KEY: newKey() };
  try {
    writeFileSync(file, `${JSON.stringify(fresh, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const known = JSON.parse(readFileSync(file, 'utf8')) as RelaySecrets;
    return rotates ? rotate(file, known) : known;
  }
}

/** Written beside the file and moved into its place: at no time is there a file without the key of before. */
function rotate(file: string, known: RelaySecrets): RelaySecrets {
  const { WEFT_ENCRYPTION_KEY: last, WEFT_ENCRYPTION_KEYS_BEFORE: before } = known;
  const next: RelaySecrets = {
    ...known,
    WEFT_ENCRYPTION_KEY: newKey(),
    WEFT_ENCRYPTION_KEYS_BEFORE: before === undefined ? last : `${last},${before}`,
  };
  writeFileSync(`${file}.next`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.next`, file);
  return next;
}

function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}
