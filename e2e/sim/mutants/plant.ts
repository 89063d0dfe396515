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

type Edits = Pick<PlantedBug, 'edits'>;
/** 'stale' = a text of the bug does not stand there exactly once any more. */
type Stale = { readonly kind: 'stale'; readonly what: string };

export type Planted<T> = { readonly kind: 'planted'; readonly result: T } | Stale;

/** Puts a bug into the copy; `undo` makes it as it was. Of a stale one nothing is put in. */
export function plant(
  folder: string,
  { edits }: Edits,
): { readonly kind: 'planted'; readonly undo: () => void } | Stale {
  const before = new Map<string, string>();
  const undo = (): void => before.forEach((text, path) => writeFileSync(path, text));
  for (const { file, from, to } of edits) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2) {
      undo();
      return { kind: 'stale', what: `${file} holds this text not once: ${from.trim()}` };
    }
    if (!before.has(path)) before.set(path, text);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
  return { kind: 'planted', undo };
}

/** Does something while a bug is in the copy. */
export function withPlanted<T>(folder: string, bug: Edits, work: () => T): Planted<T> {
  const planted = plant(folder, bug);
  if (planted.kind === 'stale') return planted;
  try {
    return { kind: 'planted', result: work() };
  } finally {
    planted.undo();
  }
}
