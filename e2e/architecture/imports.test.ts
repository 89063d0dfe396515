import { describe, expect, test } from 'vitest';
import { readImports, type Import } from './imports.ts';
import { isWithin, roomOf, SOLE_IMPORTERS, type Room } from './rooms.ts';
import { isFixture, isTestFile, readSourceFiles, type SourceFile } from './source-files.ts';

const files = readSourceFiles().filter(({ path }) => !isFixture(path));
const product = files.filter(({ path }) => !isTestFile(path));
const paths = new Set(files.map(({ path }) => path));

/** Folders of a room of alternatives: those with a description of their own are alternatives, the rest is shared. */
const isAlternative = (folder: string) =>
  ['description.ts', 'node.ts'].some((name) => paths.has(`${folder}/${name}`));

function innerFolder(path: string, room: Room): string | undefined {
  const rest = path.slice(room.path.length + 1).split('/');
  return rest.length > 1 ? `${room.path}/${rest[0]}` : undefined;
}

function faultOf(file: SourceFile, room: Room, imported: Import): string | undefined {
  if (imported.kind === 'package') {
    const isSvelte = isWithin(file.path, 'web') && imported.name === 'svelte';
    const isNode = isWithin(file.path, 'relay/dev') && imported.name.startsWith('node:');
    if (isSvelte || isNode || room.packages.some((name) => isWithin(imported.name, name))) return undefined;
    return `${file.path} imports ${imported.name}`;
  }
  const types = imported.isType ? (room.mayImportTypes ?? []) : [];
  const isAllowed = [room.path, ...room.mayImport, ...types].some((folder) =>
    isWithin(imported.path, folder),
  );
  if (!isAllowed) return `${file.path} imports ${imported.path}`;
  if (room.keepsFoldersApart === undefined || !isWithin(imported.path, room.path)) return undefined;
  const own = innerFolder(file.path, room);
  const other = innerFolder(imported.path, room);
  const isStranger = own !== undefined && other !== undefined && own !== other && isAlternative(other);
  return isStranger ? `${file.path} imports its neighbour ${imported.path}` : undefined;
}

describe('who imports whom', () => {
  test('every room imports only what docs/architecture.md allows', () => {
    const faults = product.flatMap((file) => {
      const room = roomOf(file.path);
      return room === undefined
        ? []
        : readImports(file).flatMap((imported) => faultOf(file, room, imported) ?? []);
    });
    expect(faults).toEqual([]);
  });

  test('web and relay do not know each other, not even in tests', () => {
    const faults = files.flatMap((file) =>
      readImports(file).flatMap((imported) => {
        if (imported.kind === 'package') return [];
        const sides = [file.path, imported.path].map((path) => path.split('/')[0]);
        return sides.includes('web') && sides.includes('relay')
          ? `${file.path} imports ${imported.path}`
          : [];
      }),
    );
    expect(faults).toEqual([]);
  });

  test.each(Object.entries(SOLE_IMPORTERS))('%s is known only in %j', (name, rooms) => {
    const importers = product.filter((file) =>
      readImports(file).some((imported) => imported.kind === 'package' && imported.name === name),
    );
    const isKnown = (path: string) => rooms.some((room) => isWithin(path, room));
    expect(importers.map(({ path }) => path).filter((path) => !isKnown(path))).toEqual([]);
  });

  test('nothing imports the tests or their helpers', () => {
    const faults = product.flatMap((file) =>
      readImports(file).flatMap((imported) =>
        imported.kind === 'file' && isTestFile(imported.path) ? `${file.path} imports ${imported.path}` : [],
      ),
    );
    expect(faults).toEqual([]);
  });
});

describe('reading imports', () => {
  const read = (text: string, path = 'web/ui/a/B.svelte') => readImports({ path, text });

  test('finds every form', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { b } from '#shared/run/b.ts';",
      "import '../styles/tokens.css';",
      "const c = await import('../../nodes/c/run.ts');",
      "export { d } from '@xyflow/svelte/dist/d';",
      "import worker from './worker.ts?worker';",
      "// import { e } from './e.ts';",
    ].join('\n');
    expect(read(text)).toEqual([
      { kind: 'file', path: 'web/ui/a/a.ts', isType: false },
      { kind: 'file', path: 'shared/run/b.ts', isType: true },
      { kind: 'file', path: 'web/ui/styles/tokens.css', isType: false },
      { kind: 'file', path: 'web/nodes/c/run.ts', isType: false },
      { kind: 'package', name: '@xyflow/svelte' },
      { kind: 'file', path: 'web/ui/a/worker.ts', isType: false },
    ]);
  });
});
