import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT_DIRECTORY = fileURLToPath(new URL('../..', import.meta.url));
const ROOTS = ['shared', 'relay', 'web', 'e2e'];
const SOURCE = /\.(ts|js|mjs|svelte|css|html)$/;

/** One file of the project: its path from the project's root, with slashes, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Every source file of the four roots, fixtures too; roots that do not exist yet have none. */
export function readSourceFiles(): SourceFile[] {
  return ROOTS.flatMap((root) => readTree(root)).filter(({ path }) => SOURCE.test(path));
}

/** Every file below a folder of the project; none when it does not exist. */
export function readTree(folder: string): SourceFile[] {
  return listFiles(join(PROJECT_DIRECTORY, folder)).map((file) => ({
    path: relative(PROJECT_DIRECTORY, file).split(sep).join('/'),
    text: readFileSync(file, 'utf8'),
  }));
}

/** Tests and what only tests use. */
export function isTestFile(path: string): boolean {
  return /\.(test|spec)\.ts$|(^|\/)testing(\.ts$|\/)|^e2e\//.test(path);
}

/** Recorded or made-up data, kept as it came. */
export function isFixture(path: string): boolean {
  return /(^|\/)(__fixtures__|fixtures)\//.test(path);
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : [path];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
