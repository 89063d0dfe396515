import type { FlowDocument } from '#shared/graph/document.ts';
import type { NodeDefinition, NodeWiring } from '../node-kit/types.ts';
import { effectiveConfig } from '../node-kit/effective-config.ts';
import { heldDocument } from './core/held-nodes.ts';
import { nodeDefinitions } from './node-definitions.ts';
import type { LateChecks } from './ports.ts';

const modules = import.meta.glob<Pick<NodeDefinition, 'check'>>('../nodes/*/check.ts');

/**
 * Checks of node types that need more code than every page should load (`web/nodes/<type>/check.ts`): asked when a run
 * is started, for the types that the document has.
 */
export async function loadLateChecks(
  { nodes }: Pick<FlowDocument, 'nodes'>,
  known: Pick<NodeWiring, 'httpHosts'>,
): Promise<LateChecks> {
  const definitions = nodeDefinitions();
  const drawn = nodes.map((node) => {
    const definition = definitions.get(node.type) ?? null;
    return { node, definition, config: definition ? effectiveConfig(definition, node.config) : node.config };
  });
  const held = heldDocument(drawn, definitions).nodes;
  const types = [...new Set([...nodes, ...held].map(({ type }) => type))];
  const loaded = await Promise.all(
    types.map(async (type) => {
      const module = await modules[`../nodes/${type}/check.ts`]?.();
      if (module === undefined) return [];
      const check: NodeDefinition['check'] = (config, wiring) =>
        module.check(config, { ...wiring, ...known });
      return [[type, check] as const];
    }),
  );
  return new Map(loaded.flat());
}
