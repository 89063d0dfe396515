import { LIMITS } from '#shared/protocol/limits.ts';
import type { PlanIndex } from '#shared/run/plan-index.ts';
import type { PlanNode } from '#shared/run/plan.ts';

/** Whether running it again can make something else of the same input. */
const isMade = (node: PlanNode): boolean =>
  node.model !== null && node.policy !== 'feed' && !node.disabled && node.override === null;

/** What this run does not make cannot be made anew, nor what lies before it. */
const isGiven = (node: PlanNode): boolean => node.policy === 'feed' || node.override !== null;

/**
 * The steps that run again when somebody sends a node's input back: the nearest before it that a model works on, through
 * those that only pass on. In the plan's order, at most as many as a question can name. O(nodes before it).
 */
export function redoTargets({ plan, inputs }: PlanIndex, index: number): readonly string[] {
  const seen = new Set<number>();
  const found: number[] = [];
  const open = (inputs[index] ?? []).map(({ source }) => source);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const node = plan.nodes[at];
    if (node === undefined || isGiven(node)) continue;
    if (isMade(node)) found.push(at);
    else open.push(...(inputs[at] ?? []).map(({ source }) => source));
  }
  return found
    .sort((one, other) => one - other)
    .slice(0, LIMITS.redoesPerQuestion)
    .flatMap((at) => plan.nodes[at]?.id ?? []);
}
