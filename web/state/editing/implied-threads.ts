import type { FlowDocument, FlowEdge } from '#shared/graph/document.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { flowGraph, type FlowGraph } from '../../engine/core/flow-graph.ts';

const known = new WeakMap<FlowDocument, ReadonlyMap<string, readonly FlowEdge[]>>();

/**
 * The threads that a run adds inside containers where nobody has pulled any to their inner ports, by container. As the
 * engine has them: what is drawn is what runs. O(nodes + edges), once for each state of a flow.
 */
export function impliedThreads(
  document: FlowDocument,
  definitions: ReadonlyMap<string, NodeDefinition>,
): ReadonlyMap<string, readonly FlowEdge[]> {
  const made = known.get(document);
  if (made !== undefined) return made;
  const drawn = new Set(document.edges.map(({ id }) => id));
  const found = new Map<string, readonly FlowEdge[]>();
  const look = ({ nodes }: FlowGraph): void => {
    for (const { node, body } of nodes) {
      if (body === undefined) continue;
      const isOwn = ({ source, target }: FlowEdge) => source === node.id || target === node.id;
      found.set(
        node.id,
        body.edges.filter((edge) => isOwn(edge) && !drawn.has(edge.id)),
      );
      look(body.graph);
    }
  };
  look(flowGraph(document, definitions));
  known.set(document, found);
  return found;
}
