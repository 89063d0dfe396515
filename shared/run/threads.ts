import type { PlanIndex } from './plan-index.ts';
import type { PlanEdge } from './plan.ts';
import type { NodeState } from './state.ts';

/** Which threads of a run bring something: a branch goes on at one of its exits, what hangs on the others is left out. */

/** Whether a node was left out because a branch before it went another way: no failure, and no skip of a person. */
export function isLeftOut({ phase, error }: Pick<NodeState, 'phase' | 'error'>): boolean {
  return phase === 'skipped' && error?.code === 'branch-not-taken';
}

/** Whether nothing will ever come over a thread that begins at this handle of this node, though nothing failed. */
export function isDeadThread(source: NodeState, sourceHandle: string): boolean {
  if (source.phase !== 'completed') return isLeftOut(source);
  return source.exit !== null && source.exit !== sourceHandle;
}

/** The threads into a node over which something comes or may come, in the flow's order. O(threads into it). */
export function liveInputs(
  { inputs }: PlanIndex,
  index: number,
  nodeAt: (index: number) => NodeState | undefined,
): readonly PlanEdge[] {
  const edges = inputs[index] ?? [];
  const isLive = ({ source, sourceHandle }: PlanEdge) => {
    const node = nodeAt(source);
    return node === undefined || !isDeadThread(node, sourceHandle);
  };
  return edges.every(isLive) ? edges : edges.filter(isLive);
}
