import { chunkedGet } from '#shared/run/chunked.ts';
import type { PlanNode } from '#shared/run/plan.ts';
import type { RunState } from '#shared/run/state.ts';
import { branchReach, frozenPlan, isFed } from '../../engine/core/branch-reach.ts';

/** Steps at which a run can be left, in its order. */
export function stepsToLeave(run: RunState): readonly PlanNode[] {
  return run.plan === null ? [] : frozenPlan(run.plan).nodes;
}

/** Whether the step can only be left with another output: what goes into it is no part of that run. */
export function onlyByHand(node: PlanNode): boolean {
  return isFed(node) || node.override !== null;
}

/** How many steps a branch that leaves at a step takes over as they came out, and how many run beside that step. */
export function branchOutlook(
  run: RunState,
  nodeId: string,
): { readonly kept: number; readonly others: number } {
  const runs = branchReach(run, nodeId);
  const kept = stepsToLeave(run).filter(
    (_, index) => !runs.has(index) && chunkedGet(run.nodes, index)?.phase === 'completed',
  );
  return { kept: kept.length, others: Math.max(0, runs.size - 1) };
}
