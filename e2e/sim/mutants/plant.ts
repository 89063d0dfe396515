import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlantedBug } from './planted-bug.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

/** A copy of parts of the project, beside its packages, in which bugs can be planted. Remove it afterwards. */
export function copyOfTheProduct(parts: readonly string[]): {
  readonly folder: string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'weft-planted-'));
  for (const part of parts) cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type Planted<T> =
  { readonly kind: 'planted'; readonly result: T } | { readonly kind: 'stale'; readonly what: string };

/** Does something while a bug is in the copy. 'stale' = a text of the bug does not stand there exactly once any more. */
export function withPlanted<T>(
  folder: string,
  { edits }: Pick<PlantedBug, 'edits'>,
  work: () => T,
): Planted<T> {
  const before = new Map<string, string>();
  try {
    for (const { file, from, to } of edits) {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      if (text.split(from).length !== 2)
        return { kind: 'stale', what: `${file} holds this text not once: ${from.trim()}` };
      if (!before.has(path)) before.set(path, text);
      writeFileSync(
        path,
        text.replace(from, () => to),
      );
    }
    return { kind: 'planted', result: work() };
  } finally {
    for (const [path, text] of before) writeFileSync(path, text);
  }
}
