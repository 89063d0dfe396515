import { isDeadThread, isLeftOut } from '#shared/run/threads.ts';
import type { PlanIndex } from '#shared/run/plan-index.ts';
import type { PlanEdge } from '#shared/run/plan.ts';
import type { NodePhase, NodeState } from '#shared/run/state.ts';
import type { RunGlance } from './run-glance.ts';

/**
 * What the frontier keeps besides where a plan has branches: over which threads nothing comes because a branch went
 * another way. Plans without branches have none of it, and pay nothing for it.
 */
export interface BranchCounts {
  /** Threads into each node over which nothing comes. */
  readonly dead: Int32Array;
  /** Last seen: where a completed branch goes on, or LEFT_OUT for a node that was left out. */
  readonly ends: Map<number, string>;
  /** Threads out of each branch. */
  readonly exits: ReadonlyMap<number, readonly PlanEdge[]>;
}

/** Stands beside the phase `skipped` only, so that it is no handle. */
const LEFT_OUT = 'left-out';

/** null = no branch in the plan. O(nodes + edges). */
export function createBranchCounts(plan: PlanIndex | null): BranchCounts | null {
  const nodes = plan?.plan.nodes ?? [];
  const exits = new Map<number, PlanEdge[]>();
  nodes.forEach(({ kind }, index) => {
    if (kind === 'branch') exits.set(index, []);
  });
  if (exits.size === 0) return null;
  for (const edge of plan?.plan.edges ?? []) exits.get(edge.source)?.push(edge);
  if (plan?.growth != null) addInnerExits(plan, plan.growth.base, exits);
  return { dead: new Int32Array(nodes.length), ends: new Map(), exits };
}

/** Threads in iterations are no edges of the plan. */
function addInnerExits(plan: PlanIndex, base: number, exits: ReadonlyMap<number, PlanEdge[]>): void {
  for (const [branch, edges] of exits)
    if (branch >= base)
      for (const successor of new Set(plan.successors[branch]))
        edges.push(...(plan.inputs[successor] ?? []).filter(({ source }) => source === branch));
}

/** Where a node ended, as far as branches care; undefined = as every other node. */
export function endOf(node: NodeState): string | undefined {
  if (node.phase === 'completed') return node.exit ?? undefined;
  return isLeftOut(node) ? LEFT_OUT : undefined;
}

/**
 * Counts a node that ended as branches make nodes end, or takes it back (`sign` -1): a dead thread is one that nobody
 * has to wait for.
 */
export function countEnd(
  { dead, exits }: BranchCounts,
  missing: Int32Array,
  plan: PlanIndex | null,
  ended: { readonly index: number; readonly phase: NodePhase; readonly end: string },
  sign: 1 | -1,
): void {
  const add = (counts: Int32Array, index: number, by: number) => {
    counts[index] = (counts[index] ?? 0) + by;
  };
  if (ended.phase === 'skipped')
    for (const successor of plan?.successors[ended.index] ?? []) {
      add(missing, successor, -sign);
      add(dead, successor, sign);
    }
  else
    for (const { sourceHandle, target } of exits.get(ended.index) ?? []) {
      add(missing, target, -sign);
      if (sourceHandle !== ended.end) add(dead, target, sign);
    }
}

/** Whether branches leave a node out of which every thread has ended: nothing comes in at all, or nothing where it must. */
export function isCutOff({ plan, node }: RunGlance, index: number): boolean {
  const edges = plan?.inputs[index] ?? [];
  const isDead = ({ source, sourceHandle }: PlanEdge) => {
    const state = node(source);
    return state !== undefined && isDeadThread(state, sourceHandle);
  };
  if (edges.every(isDead)) return edges.length > 0;
  const needs = plan?.plan.nodes[index]?.needs ?? [];
  return needs.some((handle) => {
    const into = edges.filter(({ targetHandle }) => targetHandle === handle);
    return into.length > 0 && into.every(isDead);
  });
}
