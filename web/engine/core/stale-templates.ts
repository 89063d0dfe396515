import type { FlowDocument } from '#shared/graph/document.ts';
import { downstream } from '#shared/graph/traverse.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import type { PlanBody } from '#shared/run/plan.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { cacheKey } from './cache-key.ts';
import { nodesInside } from './compile-bodies.ts';
import { flowGraph } from './flow-graph.ts';
import { planNodeOf } from './planned-node.ts';

/**
 * Templates of a run whose settings are no longer those of the document, with all that comes behind them in their body:
 * what they made in iterations is stale. What they were given is their container's to tell. O(nodes + edges).
 */
export function staleTemplates(
  bodies: readonly PlanBody[],
  input: {
    readonly document: FlowDocument;
    readonly definitions: ReadonlyMap<string, NodeDefinition>;
    readonly providers: readonly ProviderDescription[];
    readonly demo: boolean;
  },
): ReadonlySet<string> {
  const { document, definitions, providers } = input;
  const now = new Map<string, string>();
  for (const item of flowGraph(document, definitions).nodes.flatMap(nodesInside)) {
    const made = planNodeOf(item, document.settings, providers, input);
    if (made !== null) now.set(item.node.id, cacheKey(made.planned, null, []));
  }
  const stale = new Set<string>();
  for (const { nodes, edges, container } of bodies) {
    const within = edges.filter(({ source, target }) => source !== container && target !== container);
    for (const node of nodes)
      if (!stale.has(node.id) && now.get(node.id) !== cacheKey(node, null, []))
        for (const id of downstream(within, node.id)) stale.add(id);
  }
  return stale;
}
