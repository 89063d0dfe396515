import type { FlowDocument, FlowEdge, FlowNode } from '#shared/graph/document.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { GraphNode } from './flow-graph.ts';

/** Containers inside containers that hold their nodes in their config. */
const MOST_DEEP = 8;

/**
 * Nodes that containers hold in their config, as if they were drawn inside: their ids begin with the container's, and
 * threads that begin or end nowhere ('') do so at the container itself.
 */
export function heldDocument(
  drawn: readonly Pick<GraphNode, 'node' | 'definition' | 'config'>[],
  definitions: ReadonlyMap<string, NodeDefinition>,
): Pick<FlowDocument, 'nodes' | 'edges'> {
  const nodes: FlowNode[] = [];
  const edges: FlowEdge[] = [];
  let open = drawn.map(({ node, definition, config }) => ({ node, definition, config }));
  for (let depth = 0; open.length > 0 && depth < MOST_DEEP; depth += 1) {
    const inner: typeof open = [];
    for (const { node, definition, config } of open) {
      const held = definition?.heldNodes?.(config);
      if (held === undefined) continue;
      const within = (id: string) => (id === '' ? node.id : `${node.id}.${id}`);
      for (const each of held.nodes) {
        const parent = each.parent === undefined ? node.id : within(each.parent);
        const made = { ...each, id: within(each.id), parent, config: withModelOf(node, each.config) };
        nodes.push(made);
        inner.push({ node: made, definition: definitions.get(each.type) ?? null, config: made.config });
      }
      for (const edge of held.edges)
        edges.push({
          ...edge,
          id: within(edge.id),
          source: within(edge.source),
          target: within(edge.target),
        });
    }
    open = inner;
  }
  return { nodes, edges };
}

/** What a container holds asks the model that the container was given, where it names none itself. */
function withModelOf({ config: { model } }: FlowNode, config: FlowNode['config']): FlowNode['config'] {
  return model === undefined || config['model'] !== undefined ? config : { ...config, model };
}
