import type { Growth } from './grow-plan.ts';
import type { Plan, PlanEdge, PlanNode } from './plan.ts';

/** Finds a node's place by its id. */
export interface NodePlaces {
  get(nodeId: string): number | undefined;
}

/** Lookups over a frozen plan, made once in O(nodes + edges). */
export interface PlanIndex {
  /** With the nodes that iterations made, behind those of the frozen plan; its edges stay those of the frozen plan. */
  readonly plan: Plan;
  /** By node id. Made when it is first asked for: a host that is alone with its run knows its nodes by their places. */
  readonly indexOf: NodePlaces;
  /** Indices of dependent nodes, one per edge (parallel edges repeat); inside of an iteration only those in it. */
  readonly successors: readonly (readonly number[])[];
  /** Edges into each node, in the flow's order. */
  readonly inputs: readonly (readonly PlanEdge[])[];
  /** What iterations have added; null = nothing yet. */
  readonly growth: Growth | null;
}

/** A class for its getter, which all of them share. */
class LazyPlanIndex implements PlanIndex {
  readonly plan: Plan;
  readonly successors: PlanIndex['successors'];
  readonly inputs: PlanIndex['inputs'];
  readonly growth = null;
  #indexOf: NodePlaces | null = null;

  constructor(plan: Plan, successors: PlanIndex['successors'], inputs: PlanIndex['inputs']) {
    this.plan = plan;
    this.successors = successors;
    this.inputs = inputs;
  }

  get indexOf(): NodePlaces {
    return (this.#indexOf ??= new Map(this.plan.nodes.map(({ id }, index) => [id, index])));
  }
}

export function indexPlan(plan: Plan): PlanIndex {
  const { edges, nodes } = plan;
  const size = nodes.length;
  const outgoing = new Int32Array(size);
  const incoming = new Int32Array(size);
  for (const { source, target } of edges) {
    outgoing[source] = (outgoing[source] ?? 0) + 1;
    incoming[target] = (incoming[target] ?? 0) + 1;
  }
  const successors = listsOf<number>(outgoing);
  const inputs = listsOf<PlanEdge>(incoming);
  // Filled from behind: what is left of a count is the place of the edge before.
  for (let at = edges.length - 1; at >= 0; at -= 1) {
    const edge = edges[at] as PlanEdge;
    put(successors, outgoing, edge.source, edge.target);
    put(inputs, incoming, edge.target, edge);
  }
  return new LazyPlanIndex(plan, successors, inputs);
}
const EMPTY: never[] = [];

/** Lists as long as they will be: those that grow take room for seventeen. */
function listsOf<T>(counts: Int32Array): T[][] {
  const lists = new Array<T[]>(counts.length);
  for (let index = 0; index < counts.length; index += 1) {
    const count = counts[index] ?? 0;
    lists[index] = count === 0 ? EMPTY : new Array<T>(count);
  }
  return lists;
}

function put<T>(lists: readonly T[][], left: Int32Array, index: number, item: T): void {
  const list = lists[index];
  if (list === undefined) return;
  const place = (left[index] ?? 0) - 1;
  left[index] = place;
  list[place] = item;
}

/** The plan's node; throws for an index that the plan does not have, which is a bug of the caller. */
export function planNode(plan: Plan, index: number): PlanNode {
  const node = plan.nodes[index];
  if (node === undefined) throw new RangeError(`no node ${index} in the plan`);
  return node;
}
