import type { Plugin } from 'vite';
import { leanYjs } from './lean-yjs.ts';

/** A library that brings much more than is used of it here. */
interface Lean {
  /** Who imports it. */
  readonly importers: readonly string[];
  /** The file that stands for it, in web/lean. */
  readonly file: string;
}

/**
 * What stands for which module. `lean-libraries.test.ts` holds each against its importers, so that a new version that
 * uses more of it is noticed.
 */
export const LEAN: Readonly<Record<string, Lean>> = {
  // As Svelte's own index names it.
  './dom/elements/custom-element.js': { importers: ['svelte'], file: 'custom-element.ts' },
  'd3-interpolate': { importers: ['@xyflow/system', 'd3-zoom'], file: 'interpolate.ts' },
  'd3-selection': { importers: ['@xyflow/system', 'd3-drag', 'd3-zoom'], file: 'selection.ts' },
  'd3-transition': { importers: ['d3-zoom'], file: 'transition-library.ts' },
  // As the store of Svelte Flow names its kinds of nodes; here there is one, `NodeFrame.svelte`.
  '../components/nodes/DefaultNode.svelte': { importers: ['@xyflow/svelte'], file: 'Nothing.svelte' },
  '../components/nodes/GroupNode.svelte': { importers: ['@xyflow/svelte'], file: 'Nothing.svelte' },
  '../components/nodes/InputNode.svelte': { importers: ['@xyflow/svelte'], file: 'Nothing.svelte' },
  '../components/nodes/OutputNode.svelte': { importers: ['@xyflow/svelte'], file: 'Nothing.svelte' },
  // As Svelte Flow's main component and its layer of edges name them.
  '../../components/ConnectionLine/index.js': { importers: ['@xyflow/svelte'], file: 'flow-parts.ts' },
  '../../components/KeyHandler/index.js': { importers: ['@xyflow/svelte'], file: 'flow-parts.ts' },
  './MarkerDefinition/index.js': { importers: ['@xyflow/svelte'], file: 'flow-parts.ts' },
  // As the store of Svelte Flow names it, and its edges.
  '../components/edges/index.js': { importers: ['@xyflow/svelte'], file: 'edges.ts' },
  '../edges/index.js': { importers: ['@xyflow/svelte'], file: 'edges.ts' },
  'lib0/environment': { importers: ['yjs'], file: 'environment.ts' },
  'lib0/logging': { importers: ['yjs'], file: 'logging.ts' },
};

/**
 * Puts what is used of a library in the library's place, in the build for production; of Yjs what stays of it.
 * @param folder of the replacements; ends with a slash.
 */
export function leanLibraries(folder: string): Plugin {
  return {
    name: 'weft-lean-libraries',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      const lean = LEAN[source];
      const isMeant = lean?.importers.some((name) => importer?.includes(`/node_modules/${name}/`));
      return lean && isMeant ? folder + lean.file : null;
    },
    transform(code, id) {
      return id.endsWith('/node_modules/yjs/dist/yjs.mjs') ? { code: leanYjs(code), map: null } : null;
    },
  };
}
