import { ownerOf, type Iterations } from '#shared/run/grow-plan.ts';
import type { PlanIndex } from '#shared/run/plan-index.ts';
import type { NodePhase, NodeState } from '#shared/run/state.ts';
import type { RunGlance } from './run-glance.ts';

/**
 * What the frontier keeps besides where containers have iterations: which of them have ended, which may begin. Plans
 * without containers have none of it, and pay nothing for it. Everything here follows from the state alone.
 */
export interface ContainerCounts {
  readonly iterations: Iterations;
  /** By iteration: nodes that have not ended, and nodes that were begun. */
  readonly left: number[];
  readonly begun: number[];
  /** Iterations that have not ended. */
  open: number;
  /** Iterations before this one may begin: so many that `parallel` of them are open, or all. */
  admitted: number;
  /** Open ones among those. */
  active: number;
  /** Failed nodes. */
  failures: number;
}

/** By the container's plan index. */
export type IterationCounts = Map<number, ContainerCounts>;

/** As of a run in which every node of every iteration is pending. null = no iterations. O(iterations). */
export function createIterationCounts(state: RunGlance): IterationCounts | null {
  const growth = state.plan?.growth;
  if (growth == null) return null;
  const counts: IterationCounts = new Map();
  for (const [container, iterations] of growth.containers) {
    if (state.node(container)?.round !== iterations.round) continue;
    const size = iterations.body.nodes.length;
    const admitted = Math.min(iterations.parallel, iterations.count);
    counts.set(container, {
      iterations,
      left: new Array<number>(iterations.count).fill(size),
      begun: new Array<number>(iterations.count).fill(0),
      open: iterations.count,
      ...{ admitted, active: admitted, failures: 0 },
    });
  }
  return counts;
}

const hasEnded = (phase: NodePhase): boolean => phase !== 'pending' && phase !== 'running';
const isBegun = (phase: NodePhase): boolean => phase !== 'pending' && phase !== 'skipped';

/**
 * Takes in that a node came to another phase. `sort` is told of nodes that may begin now, or may not any more.
 * O(1), but where a container stops: O(its nodes).
 */
export function countIteration(
  counts: IterationCounts,
  plan: PlanIndex,
  node: { readonly index: number; readonly before: NodePhase; readonly after: NodePhase },
  sort: (index: number) => void,
): void {
  const { index, before, after } = node;
  const known = counts.get(ownerOf(plan, index));
  const turn = plan.growth?.turns[index - plan.growth.base];
  if (known === undefined || turn === undefined || turn >= known.iterations.count) return;
  const wasStopped = isStopping(known);
  known.failures += Number(after === 'failed') - Number(before === 'failed');
  const begunBefore = known.begun[turn] ?? 0;
  const begun = begunBefore + Number(isBegun(after)) - Number(isBegun(before));
  known.begun[turn] = begun;
  const leftBefore = known.left[turn] ?? 0;
  const left = leftBefore + Number(hasEnded(before)) - Number(hasEnded(after));
  known.left[turn] = left;
  if (leftBefore > 0 !== left > 0) countOpen(known, turn, left > 0 ? 1 : -1, sort);
  // Those that are let in already may begin before and after.
  if (begunBefore > 0 !== begun > 0 && (turn >= known.admitted || isStopping(known)))
    sortAll(known, turn, sort);
  if (wasStopped !== isStopping(known))
    for (let each = 0; each < known.iterations.count; each += 1) sortAll(known, each, sort);
}

const isStopping = ({ iterations, failures }: ContainerCounts): boolean => iterations.stops && failures > 0;

function sortAll({ iterations }: ContainerCounts, turn: number, sort: (index: number) => void): void {
  const start = iterations.starts[turn] ?? 0;
  for (let offset = 0; offset < iterations.body.nodes.length; offset += 1) sort(start + offset);
}

function countOpen(known: ContainerCounts, turn: number, by: 1 | -1, sort: (index: number) => void): void {
  const { parallel, count } = known.iterations;
  known.open += by;
  if (turn < known.admitted) known.active += by;
  while (known.active < parallel && known.admitted < count) {
    const next = known.admitted;
    known.admitted += 1;
    if ((known.left[next] ?? 0) > 0) known.active += 1;
    sortAll(known, next, sort);
  }
  // One that had ended is open again: the last that was let in steps back, where it has not begun.
  while (known.active > parallel) {
    known.admitted -= 1;
    if ((known.left[known.admitted] ?? 0) > 0) known.active -= 1;
    sortAll(known, known.admitted, sort);
  }
}

/** Whether the container waits for its iterations: it takes no slot then. */
export function isGathering(counts: IterationCounts, node: NodeState, index: number): boolean {
  return node.phase === 'running' && counts.has(index);
}

/** `wait` = its turn has not come; `stopped` = it never comes, because another failed. */
export type Gate = 'open' | 'wait' | 'stopped';

/** Whether the node's iteration may work; `open` for nodes that are in none. */
export function gateOf(counts: IterationCounts, plan: PlanIndex, index: number): Gate {
  const known = counts.get(ownerOf(plan, index));
  const turn = plan.growth?.turns[index - plan.growth.base];
  if (known === undefined || turn === undefined) return 'open';
  const begun = known.begun[turn] ?? 0;
  if (isStopping(known) && begun === 0) return 'stopped';
  return turn < known.admitted || begun > 0 ? 'open' : 'wait';
}

/** The first of these iterations of the container that has not ended; `until` = all have. */
export function firstOpen(
  counts: IterationCounts | null,
  container: number,
  { from, until }: { readonly from: number; readonly until: number },
): number {
  const left = counts?.get(container)?.left;
  if (left === undefined) return from;
  let at = from;
  while (at < until && (left[at] ?? 1) === 0) at += 1;
  return at;
}
