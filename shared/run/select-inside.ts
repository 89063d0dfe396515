import { chunkedGet } from './chunked.ts';
import { ownerOf } from './grow-plan.ts';
import { openApproval, openApprovals, type OpenApproval } from './select-approval.ts';
import type { RunState } from './state.ts';

/**
 * The question on which everything at work inside a container waits, the longest waiting; null = nothing inside asks, or
 * something goes on. O(nodes that iterations made) where somebody is asked.
 */
export function askedInside(run: RunState, containerId: string): OpenApproval | null {
  const { plan } = run;
  const container = plan?.indexOf.get(containerId);
  if (run.askedNodes.length === 0 || plan?.growth == null || container === undefined) return null;
  const isInside = (place: number): boolean => {
    let owner = ownerOf(plan, place);
    while (owner >= 0 && owner !== container) owner = ownerOf(plan, owner);
    return owner === container;
  };
  const asked = openApprovals(run).find(({ nodeId }) => isInside(plan.indexOf.get(nodeId) ?? -1));
  if (asked === undefined) return null;
  for (let place = plan.growth.base; place < plan.plan.nodes.length; place += 1) {
    const node = chunkedGet(run.nodes, place);
    if (node?.phase !== 'running' || plan.growth.containers.has(place) || !isInside(place)) continue;
    if (openApproval(node) === null) return null;
  }
  return asked;
}

/** A step of the plan that a container goes by. */
export interface PlannedStep {
  readonly title: string;
}

/** The plan that a container goes by, one iteration for each step; [] = it has none, or not yet. */
export function plannedSteps(
  { values }: Pick<RunState, 'values'>,
  containerId: string,
): readonly PlannedStep[] {
  const plan = values[`plan/${containerId}`];
  return Array.isArray(plan) ? (plan as unknown as readonly PlannedStep[]) : [];
}
