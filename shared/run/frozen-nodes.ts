import { containersOf } from './grow-plan.ts';
import { parseIterationId } from './iteration-id.ts';
import type { Plan, PlanNode } from './plan.ts';

/** The nodes that a plan had when the run began, without those that iterations made: they stand behind them. */
export function frozenNodes(plan: Plan): readonly PlanNode[] {
  if (plan.bodies === undefined) return plan.nodes;
  const first = plan.nodes.findIndex(({ id }) => {
    const { template, path } = parseIterationId(id);
    return path.length > 0 && containersOf(plan, template).length === path.length;
  });
  return first < 0 ? plan.nodes : plan.nodes.slice(0, first);
}
