import { NO_NODE, type Draft } from './draft.ts';
import type { FactOf } from './events.ts';

export type MetricFact = FactOf<'metric.updated'>;

/**
 * What was measured of a node in its present round, or of the run. Returns the index of the node that changed, else
 * NO_NODE.
 */
export function reduceMetricFact(draft: Draft, { data }: MetricFact, place?: number): number {
  const { nodeId, round, metrics } = data;
  if (nodeId === undefined) {
    draft.patch({ metrics });
    return NO_NODE;
  }
  const index = place ?? draft.indexOf(nodeId);
  const node = index === undefined ? undefined : draft.node(index);
  if (index === undefined || node === undefined || node.round !== round) return NO_NODE;
  draft.setNode(index, { ...node, metrics });
  return index;
}
