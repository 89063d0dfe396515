import type { PlanNode } from '#shared/run/plan.ts';
import type { RunState } from '#shared/run/state.ts';

/** More than this are not laid out at once. */
export const MOST_OUTPUTS = 24;

/** The steps whose results are those of the run: those that nothing follows. In the plan's order. O(nodes). */
export function finalNodes(run: RunState): readonly PlanNode[] {
  const { plan } = run;
  if (plan === null) return [];
  return plan.plan.nodes.filter((_node, index) => (plan.successors[index]?.length ?? 0) === 0);
}
