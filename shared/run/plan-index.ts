import type { Plan, PlanEdge, PlanNode } from './plan.ts';

/** Lookups over a frozen plan, made once in O(nodes + edges). */
export interface PlanIndex {
  readonly plan: Plan;
  readonly indexOf: ReadonlyMap<string, number>;
  /** Indices of dependent nodes, one per edge (parallel edges repeat). */
  readonly successors: readonly (readonly number[])[];
  /** Edges into each node, in the flow's order. */
  readonly inputs: readonly (readonly PlanEdge[])[];
}

export function indexPlan(plan: Plan): PlanIndex {
  const size = plan.nodes.length;
  const successors: number[][] = Array.from({ length: size }, () => []);
  const inputs: PlanEdge[][] = Array.from({ length: size }, () => []);
  for (const edge of plan.edges) {
    successors[edge.source]?.push(edge.target);
    inputs[edge.target]?.push(edge);
  }
  const indexOf = new Map<string, number>();
  for (let index = 0; index < size; index += 1) indexOf.set(planNode(plan, index).id, index);
  return { plan, indexOf, successors, inputs };
}

/** The plan's node; throws for an index that the plan does not have, which is a bug of the caller. */
export function planNode(plan: Plan, index: number): PlanNode {
  const node = plan.nodes[index];
  if (node === undefined) throw new RangeError(`no node ${index} in the plan`);
  return node;
}
