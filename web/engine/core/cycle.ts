import type { FlowDocument } from '#shared/graph/document.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { flowGraph, graphLevels } from './flow-graph.ts';

/** Ids of the nodes of one cycle in the order of its threads; empty when there is none. For the canvas while editing. */
export function cycleOf(
  document: FlowDocument,
  definitions: ReadonlyMap<string, NodeDefinition>,
): readonly string[] {
  const graph = flowGraph(document, definitions);
  return graphLevels(graph).cycle.map((index) => graph.nodes[index]?.node.id ?? '');
}
