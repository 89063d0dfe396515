import { planNode } from '#shared/run/plan-index.ts';
import type { RunState } from '#shared/run/state.ts';

/** "Goes on from run 3 at Translate"; null for a run of the flow itself [RB5]. */
export function originOfRun({ plan, parent }: Pick<RunState, 'plan' | 'parent'>): string | null {
  const branch = plan?.plan.branch;
  if (plan == null || parent === null) return null;
  const run = branch?.number === undefined ? 'an earlier run' : `run ${branch.number}`;
  if (branch === undefined) return `Repeats part of ${run}`;
  const index = plan.indexOf.get(branch.nodeId);
  return `Goes on from ${run}${index === undefined ? '' : ` at ${planNode(plan.plan, index).label}`}`;
}
