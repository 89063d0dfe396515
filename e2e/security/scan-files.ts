import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the relay keeps its own keys and hands the operator's to its process; its owner alone can read them. */
const KEYS_ARE_HERE = new Set(['partykit.json', 'keys.json']);

/** Files in which something is found, with what; the two that hold the relay's keys on purpose are left out. */
export function scanFiles(folder: string, found: (bytes: Buffer) => readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !KEYS_ARE_HERE.has(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file) => found(readFileSync(file)).map((name) => `${name} in ${file}`));
}
