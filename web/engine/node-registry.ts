import type { NodeRunner } from '../node-kit/types.ts';
import { loadLateChecks } from './late-checks.ts';
import { nodeDefinitions } from './node-definitions.ts';
import type { NodeRegistry } from './ports.ts';

interface RunModule {
  readonly run: NodeRunner;
}

const modules = import.meta.glob<RunModule>('../nodes/*/run.ts');

/** The node types of web/nodes with their runners, each loaded when the first node of its type runs. Worker only. */
export function createNodeRegistry(): NodeRegistry {
  const loaded = new Map<string, NodeRunner>();
  return Object.freeze({
    definitions: nodeDefinitions(),
    lateChecks: loadLateChecks,
    runnerOf(type: string) {
      const known = loaded.get(type);
      if (known !== undefined) return known;
      const load = modules[`../nodes/${type}/run.ts`];
      if (load === undefined) return Promise.reject(new Error(`no runner for nodes of type ${type}`));
      return load().then((module) => {
        loaded.set(type, module.run);
        return module.run;
      });
    },
  });
}
