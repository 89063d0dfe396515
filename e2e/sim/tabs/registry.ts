import { readdirSync } from 'node:fs';
import { PROVIDER_MODULES } from '../../../relay/providers/registry.ts';
import { createDefinitionMap, type NodeModule } from '../../../web/node-kit/definition-map.ts';
import type { NodeRunner } from '../../../web/node-kit/types.ts';
import type { NodeRegistry } from '../../../web/engine/ports.ts';

const NODES = new URL('../../../web/nodes/', import.meta.url);

/** The node types of web/nodes with their runners: what Vite's glob gives the worker, without Vite. */
export async function loadRegistry(): Promise<NodeRegistry> {
  const types = readdirSync(NODES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const modules: Record<string, NodeModule> = {};
  const runners = new Map<string, NodeRunner>();
  for (const type of types) {
    modules[`../nodes/${type}/node.ts`] = (await import(
      new URL(`${type}/node.ts`, NODES).href
    )) as NodeModule;
    const runner = await import(new URL(`${type}/run.ts`, NODES).href).catch(() => null);
    if (runner !== null) runners.set(type, (runner as { run: NodeRunner }).run);
  }
  await loadAdapters();
  return {
    definitions: createDefinitionMap(modules),
    runnerOf(type) {
      const run = runners.get(type);
      if (run === undefined) throw new Error(`no runner for nodes of type ${type}`);
      return run;
    },
  };
}

/** Loading a module takes real time, even when it was loaded before: all of it is done before virtual time begins. */
async function loadAdapters(): Promise<void> {
  for (const module of PROVIDER_MODULES) {
    const adapter = await module.loadAdapter();
    Object.assign(module, { loadAdapter: () => Promise.resolve(adapter) });
  }
}
