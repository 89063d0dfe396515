import type { Plugin } from 'vite';
import { createFileGroups, FILE_GROUPS, type FileRoots } from './group-files.ts';

/**
 * What the screens and the worker wait for, by path from the project's root. The panels round the canvas are asked for
 * by name (`web/ui/editor/editor-parts.ts`), so they are listed here.
 */
const ROOTS: FileRoots = {
  page: ['web/main.ts', 'web/adapters/load-providers.ts'],
  home: ['web/ui/home/HomeScreen.svelte'],
  editor: [
    'web/open-flow.ts',
    'web/ui/editor/EditorScreen.svelte',
    'web/ui/run/TopBar.svelte',
    'web/ui/run/Drawer.svelte',
    'web/ui/run/RunAnnouncer.svelte',
    'web/ui/inspector/Inspector.svelte',
  ],
  run: ['web/open-run.ts', 'web/ui/run-page/RunScreen.svelte'],
  apart: ['web/open-characters.ts', 'web/open-keys.ts', 'web/open-ownership.ts', 'web/open-subflows.ts'],
  worker: ['web/engine/worker.ts'],
};

/**
 * Puts what a screen waits for into a handful of files (`group-files.ts` says which and why).
 * @param projectRoot ends with a slash.
 */
export function groupFiles(projectRoot: string): Plugin {
  const inProject = (paths: readonly string[]) => paths.map((path) => projectRoot + path);
  const roots: FileRoots = {
    page: inProject(ROOTS.page),
    home: inProject(ROOTS.home),
    editor: inProject(ROOTS.editor),
    run: inProject(ROOTS.run),
    apart: inProject(ROOTS.apart),
    worker: inProject(ROOTS.worker),
  };
  let groupOf: ReturnType<typeof createFileGroups> | undefined;
  const groups = FILE_GROUPS.map((group, place) => ({
    // The graph is known when the first module asks.
    name: (id: string, graph: { getModuleInfo: Parameters<typeof createFileGroups>[1] }) => {
      groupOf ??= createFileGroups(roots, (module) => graph.getModuleInfo(module));
      return groupOf(id) === group ? group : null;
    },
    priority: FILE_GROUPS.length - place,
  }));
  return {
    name: 'weft-group-files',
    apply: 'build',
    config: () => ({ build: { rolldownOptions: { output: { codeSplitting: { groups } } } } }),
    buildStart(): void {
      groupOf = undefined;
    },
  };
}
