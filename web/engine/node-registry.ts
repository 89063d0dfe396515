import { WeftFailure } from '#shared/run/errors.ts';
import type { CodeWish, NodeRunner } from '../node-kit/types.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
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
  let sandbox: Sandbox | null = null;
  return Object.freeze({
    definitions: nodeDefinitions(),
    lateChecks: loadLateChecks,
    async compute(wish: CodeWish) {
      const { openSandbox } = await import('../sandbox/open-sandbox.ts');
      const evaluation = await (sandbox ??= openSandbox()).evaluate(wish);
      if (evaluation.ok) return evaluation.value;
      throw new WeftFailure(evaluation.error);
    },
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
