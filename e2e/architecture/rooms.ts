/**
 * Who may import whom: the table of docs/architecture.md as data. A file belongs to the first room whose folder
 * holds it, so inner rooms stand before outer ones. A room may always import itself.
 */
export type Room = {
  /** A folder or a file, from the project's root. */
  readonly path: string;
  /** Folders and files of the project it may import from. */
  readonly mayImport: readonly string[];
  /** More of them, for `import type` only. */
  readonly mayImportTypes?: readonly string[];
  /** Packages, besides `svelte` in web and the modules of Node in tools. */
  readonly packages: readonly string[];
  /** Its folders are alternatives that must not know each other. */
  readonly keepsFoldersApart?: true;
};

const WORKER_SIDE = ['web/engine', 'web/adapters', 'web/nodes', 'web/node-kit', 'shared'];

export const ROOMS: readonly Room[] = [
  { path: 'shared', mayImport: [], packages: ['zod', '@noble/hashes'] },

  // What was spent is asked for with a token that the signing key makes.
  { path: 'relay/dev', mayImport: ['relay/auth/tokens.ts', 'shared'], packages: ['vite', 'tsx'] },
  // The flow's room merges documents, so it knows Yjs; the run's room does not.
  {
    path: 'relay/core/flow',
    mayImport: [
      'relay/core',
      'relay/auth/decide.ts',
      'relay/auth/needed-action.ts',
      'relay/auth/flow-links.ts',
      'shared',
    ],
    packages: ['yjs', 'y-protocols', 'zod'],
  },
  // Who may do what is decided in one place, by functions that are as pure as the rooms.
  {
    path: 'relay/core',
    mayImport: ['relay/auth/decide.ts', 'relay/auth/needed-action.ts', 'relay/auth/flow-links.ts', 'shared'],
    packages: ['zod'],
  },
  { path: 'relay/storage', mayImport: ['shared'], mayImportTypes: ['relay/core'], packages: [] },
  {
    path: 'relay/auth',
    mayImport: ['shared'],
    mayImportTypes: ['relay/core'],
    packages: ['jose', 'zod', '@noble/hashes'],
  },
  {
    path: 'relay/providers',
    mayImport: ['shared'],
    mayImportTypes: ['relay/core'],
    packages: ['openai', '@anthropic-ai/sdk', 'zod'],
    keepsFoldersApart: true,
  },
  // Requests of flows to the open web: by the same outbound module as the providers' calls.
  { path: 'relay/http', mayImport: ['relay/providers', 'shared'], packages: [] },
  // The shells, what they share (relay/shell), and the clients of process tests (relay/testing).
  { path: 'relay', mayImport: ['relay', 'shared'], packages: ['partykit', 'zod'] },

  { path: 'web/node-kit', mayImport: ['shared'], packages: [] },
  {
    path: 'web/nodes',
    mayImport: ['web/node-kit', 'shared'],
    packages: ['@cfworker/json-schema'],
    keepsFoldersApart: true,
  },
  // People's code, shut in: knows neither the engine nor the nodes.
  {
    path: 'web/sandbox',
    mayImport: ['shared'],
    packages: ['quickjs-emscripten-core', '@jitl/quickjs-wasmfile-release-sync'],
  },
  { path: 'web/engine/core', mayImport: ['web/engine/api.ts', 'web/node-kit', 'shared'], packages: ['zod'] },
  { path: 'web/engine', mayImport: [...WORKER_SIDE, 'web/sandbox'], packages: ['comlink'] },
  { path: 'web/adapters', mayImport: ['web/engine', 'shared'], packages: ['idb', 'partysocket', 'zod'] },
  { path: 'web/collab', mayImport: ['shared'], packages: ['yjs', 'y-protocols', 'lib0'] },
  {
    path: 'web/state',
    mayImport: ['web/collab', 'web/engine', 'web/node-kit', 'web/templates', 'shared'],
    packages: ['@dagrejs/dagre', 'zod'],
  },
  { path: 'web/templates', mayImport: ['shared'], packages: [] },
  {
    path: 'web/ui/kit',
    mayImport: ['web/ui/styles', 'web/ui/status', 'web/pictures', 'shared'],
    packages: ['bits-ui', '@lucide/svelte', 'marked'],
  },
  {
    path: 'web/ui',
    mayImport: ['web/state', 'web/node-kit', 'web/templates', 'web/pictures', 'shared'],
    mayImportTypes: ['web/engine'],
    packages: ['@xyflow/svelte', 'marked', '@fontsource-variable', 'fflate'],
  },
  // Image work in a worker of its own; the codecs are for browsers that cannot encode.
  {
    path: 'web/pictures',
    mayImport: ['shared'],
    packages: ['@jsquash/jpeg', '@jsquash/png', '@jsquash/webp', '@jsquash/resize'],
  },
  // What stands for a library that brings much more than is used of it.
  { path: 'web/lean', mayImport: [], packages: [] },
  // How the page is put together by the build; no part of it.
  { path: 'web/build', mayImport: [], packages: ['vite'] },
  // The composition roots: main.ts, and open-flow.ts for the editor's chunk.
  { path: 'web', mayImport: ['web', 'shared'], packages: [] },
];

/** Only these know their package; everything else goes through them. */
export const SOLE_IMPORTERS: Readonly<Record<string, readonly string[]>> = {
  'bits-ui': ['web/ui/kit'],
  yjs: ['web/collab', 'relay/core/flow'],
  'y-protocols': ['web/collab', 'relay/core/flow'],
  idb: ['web/adapters'],
  fflate: ['web/ui/files'],
  'quickjs-emscripten-core': ['web/sandbox'],
  openai: ['relay/providers'],
  '@anthropic-ai/sdk': ['relay/providers'],
};

/** The room a file belongs to; undefined for the tests and tools under e2e. */
export function roomOf(path: string): Room | undefined {
  return ROOMS.find((room) => isWithin(path, room.path));
}

/** Whether a path is a folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
