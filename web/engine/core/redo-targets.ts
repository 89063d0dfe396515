import { LIMITS } from '#shared/protocol/limits.ts';
import { ownerOf } from '#shared/run/grow-plan.ts';
import type { PlanIndex } from '#shared/run/plan-index.ts';
import type { PlanNode } from '#shared/run/plan.ts';

/** Whether running it again can make something else of the same input. */
const isMade = (node: PlanNode): boolean =>
  node.model !== null && node.policy !== 'feed' && !node.disabled && node.override === null;

/** What this run does not make cannot be made anew, nor what lies before it. */
const isGiven = (node: PlanNode): boolean => node.policy === 'feed' || node.override !== null;

/** The containers round a node. */
function ownersOf(plan: PlanIndex, index: number): ReadonlySet<number> {
  const owners = new Set<number>();
  for (let at = ownerOf(plan, index); at >= 0; at = ownerOf(plan, at)) owners.add(at);
  return owners;
}

/**
 * The steps that run again when somebody sends a node's input back: the nearest before it that a model works on, through
 * those that only pass on. In the plan's order, at most as many as a question can name. O(nodes before it).
 */
export function redoTargets(planIndex: PlanIndex, index: number): readonly string[] {
  const { plan, inputs } = planIndex;
  const owners = ownersOf(planIndex, index);
  const seen = new Set<number>();
  const found: number[] = [];
  const open = (inputs[index] ?? []).map(({ source }) => source);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const node = plan.nodes[at];
    // What a container gives its iterations is given: sending it back would begin all of them again.
    if (node === undefined || isGiven(node) || owners.has(at)) continue;
    if (isMade(node)) found.push(at);
    else open.push(...(inputs[at] ?? []).map(({ source }) => source));
  }
  return found
    .sort((one, other) => one - other)
    .slice(0, LIMITS.redoesPerQuestion)
    .flatMap((at) => plan.nodes[at]?.id ?? []);
}
