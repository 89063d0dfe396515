import { downstream } from '#shared/graph/traverse.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import type { Plan, PlanNode } from '#shared/run/plan.ts';
import type { PlanIndex } from '#shared/run/plan-index.ts';
import type { RunState } from '#shared/run/state.ts';

/** Without what iterations have added: a container that runs again makes its own. */
export function frozenPlan({ plan, growth }: PlanIndex): Plan {
  return growth === null ? plan : { ...plan, nodes: plan.nodes.slice(0, growth.base) };
}

/** Whether what goes into it is no part of the plan: it was taken from a cache when the run began. */
export const isFed = ({ policy, kept, basis }: PlanNode): boolean =>
  policy === 'feed' && (kept === undefined || basis !== undefined);

/**
 * Plan indices of what runs in a branch that leaves a run at a step: the step, what follows from it, and what these need
 * and the run that is left does not have [RB3]. Empty where the plan has no such step. O(nodes + edges).
 */
export function branchReach(run: RunState, nodeId: string): ReadonlySet<number> {
  const first = run.plan?.indexOf.get(nodeId);
  if (run.plan === null || first === undefined) return new Set();
  const links = run.plan.plan.edges.map(({ source, target }) => ({
    source: `${source}`,
    target: `${target}`,
  }));
  const runs = new Set([...downstream(links, `${first}`)].map(Number));
  const queue = [...runs];
  for (let index = queue.pop(); index !== undefined; index = queue.pop())
    for (const { source } of run.plan.inputs[index] ?? []) {
      if (runs.has(source) || chunkedGet(run.nodes, source)?.phase === 'completed') continue;
      runs.add(source);
      queue.push(source);
    }
  return runs;
}
