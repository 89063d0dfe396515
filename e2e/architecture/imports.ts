import { posix } from 'node:path';
import type { SourceFile } from './source-files.ts';

/** What one file imports: a path from the project's root, or the name of a package. */
export type Import =
  | { readonly kind: 'file'; readonly path: string; readonly isType: boolean }
  | { readonly kind: 'package'; readonly name: string };

/** `import type … from`, or anything else that names a module. */
const SPECIFIER =
  /(?:\b(?:import|export)\s+(type)\b[^'";]*?\bfrom\s*|\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(['"])([#.@\w][^'"\s]*)\2|@import\s+(?:url\()?['"]([^'"]+)['"]/g;

/** Everything a file imports, type imports and lazy ones too, in order and with repetitions. */
export function readImports(file: SourceFile): Import[] {
  return [...withoutComments(file.text).matchAll(SPECIFIER)].map((match) =>
    resolve(file.path, match[3] ?? match[4] ?? '', match[1] === 'type'),
  );
}

function resolve(from: string, specifier: string, isType: boolean): Import {
  const path = specifier.split('?')[0] ?? specifier;
  if (path.startsWith('#shared/')) return { kind: 'file', path: path.slice(1), isType };
  if (path.startsWith('.')) return { kind: 'file', path: posix.join(posix.dirname(from), path), isType };
  const [first = '', second] = path.split('/');
  return { kind: 'package', name: first.startsWith('@') && second ? `${first}/${second}` : first };
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
