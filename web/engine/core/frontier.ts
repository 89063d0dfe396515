import type { WeftError } from '#shared/run/errors.ts';
import type { Fact } from '#shared/run/events.ts';
import { openApproval } from '#shared/run/select-approval.ts';
import { isDeadThread } from '#shared/run/threads.ts';
import type { NodePhase, NodeState } from '#shared/run/state.ts';
import { countEnd, createBranchCounts, endOf, isCutOff, type BranchCounts } from './branch-counts.ts';
import {
  countIteration,
  createIterationCounts,
  gateOf,
  isGathering,
  type Gate,
  type IterationCounts,
} from './iteration-counts.ts';
import { createIndexSet, type IndexSet } from './index-set.ts';
import { judgeCall, latestTries } from './retry.ts';
import type { RunGlance } from './run-glance.ts';

/**
 * What the scheduler needs to know of a run, kept up to date node by node instead of being searched for: which nodes
 * are ready, which are doomed, which work. Always equal to what createFrontier derives from the state alone.
 * Indices are the plan's; the plan is in topological order, so ascending is the deterministic order.
 */

/** A call that waits for its next try. */
export interface DueRetry {
  readonly callId: string;
  readonly ordinal: number;
  readonly try: number;
  readonly dueAt: number;
  readonly error: WeftError;
}

export interface Frontier {
  /** Last seen phase and round of every node. */
  readonly phases: NodePhase[];
  readonly rounds: number[];
  /** Threads into each node whose source has not completed, and may. */
  readonly missing: Int32Array;
  /** Threads into each node whose source failed or was skipped for another reason than a branch. */
  readonly blocked: Int32Array;
  /** null = the plan has no branches. */
  readonly branches: BranchCounts | null;
  /** null = no container has iterations. */
  readonly iterations: IterationCounts | null;
  /** Pending, with every input complete, or cut by a branch while another is. */
  readonly ready: IndexSet;
  /** Pending, with an input that will never come. */
  readonly doomed: IndexSet;
  readonly running: IndexSet;
  /** Running, but only people can move it on: it takes no slot. */
  readonly waiting: IndexSet;
  /** Running, but no runner of this host works on it. */
  readonly unattended: IndexSet;
  /** The round in which this host's runner works on a node; -1 = none does. */
  readonly attendedRounds: Int32Array;
  readonly retries: Map<number, readonly DueRetry[]>;
}

/** From scratch: O(nodes + edges). */
export function createFrontier(state: RunGlance): Frontier {
  const size = state.plan?.plan.nodes.length ?? 0;
  const frontier: Frontier = {
    phases: new Array<NodePhase>(size).fill('pending'),
    rounds: new Array<number>(size).fill(0),
    missing: new Int32Array(size),
    blocked: new Int32Array(size),
    branches: createBranchCounts(state.plan),
    iterations: createIterationCounts(state),
    ready: createIndexSet(size),
    doomed: createIndexSet(size),
    running: createIndexSet(size),
    waiting: createIndexSet(size),
    unattended: createIndexSet(size),
    attendedRounds: new Int32Array(size).fill(-1),
    retries: new Map(),
  };
  const grown = state.plan?.growth?.base ?? size;
  for (let index = 0; index < size; index += 1) {
    const inputs = index < grown ? (state.plan?.inputs[index]?.length ?? 0) : waitIn(frontier, state, index);
    frontier.missing[index] = inputs;
    if (inputs === 0) sortNode(frontier, state, index);
  }
  for (let index = 0; index < size; index += 1) touch(frontier, state, index);
  return frontier;
}

/**
 * Of a node in an iteration: threads from nodes of the same. What comes from its container and from outside is there
 * before the iteration begins, or was cut by then.
 */
function waitIn(frontier: Frontier, { plan, node }: RunGlance, index: number): number {
  if (plan?.growth == null) return 0;
  const { base, owners, turns } = plan.growth;
  const at = index - base;
  let inputs = 0;
  for (const { source, sourceHandle } of plan.inputs[index] ?? []) {
    const from = source - base;
    const outer = node(source);
    if (owners[from] === owners[at] && turns[from] === turns[at]) inputs += 1;
    else if (frontier.branches !== null && outer !== undefined && isDeadThread(outer, sourceHandle))
      frontier.branches.dead[index] = (frontier.branches.dead[index] ?? 0) + 1;
  }
  return inputs;
}

/** From scratch, where the plan has grown or many nodes have changed; who attends to what stays known. */
export function refreshFrontier(frontier: Frontier, state: RunGlance, touched?: Set<number>): void {
  const { phases, rounds, attendedRounds } = frontier;
  const fresh = createFrontier(state);
  // Of iterations that are announced and not numbered yet, too: they come back, and their runners are still at work.
  const size = Math.max(attendedRounds.length, fresh.phases.length);
  const attended = new Int32Array(size).fill(-1);
  attended.set(attendedRounds);
  for (let index = 0; index < fresh.phases.length; index += 1) {
    if (fresh.phases[index] === 'running') attend(fresh, index, attended[index] ?? -1);
    if (phases[index] !== fresh.phases[index] || rounds[index] !== fresh.rounds[index]) touched?.add(index);
  }
  Object.assign(frontier, fresh, { attendedRounds: attended });
}

const isBlocking = (phase: NodePhase) => phase === 'failed' || phase === 'skipped';

/** Takes in the state of one node. O(its out-degree), or O(its calls) when its phase stayed. True = its phase changed. */
export function touch(frontier: Frontier, state: RunGlance, index: number): boolean {
  const node = state.node(index);
  if (node === undefined) return false;
  const before = frontier.phases[index] ?? 'pending';
  frontier.phases[index] = node.phase;
  frontier.rounds[index] = node.round;
  const isBranched = frontier.branches !== null && touchBranched(frontier, state, node, index, before);
  if (before !== node.phase && !isBranched) {
    const complete = Number(before === 'completed') - Number(node.phase === 'completed');
    const blocking = Number(isBlocking(node.phase)) - Number(isBlocking(before));
    if (complete !== 0 || blocking !== 0)
      for (const successor of state.plan?.successors[index] ?? []) {
        frontier.missing[successor] = (frontier.missing[successor] ?? 0) + complete;
        frontier.blocked[successor] = (frontier.blocked[successor] ?? 0) + blocking;
        sortNode(frontier, state, successor);
      }
  }
  if (before !== node.phase) {
    if (node.phase === 'running') frontier.running.add(index);
    else frontier.running.delete(index);
    if (frontier.iterations !== null && state.plan !== null) {
      // A container can be at work again in the same round. Who waits again was begun by a fact that is on its way: its
      // runner goes on, a second one would do everything twice.
      if (before === 'running' && node.phase !== 'pending') frontier.attendedRounds[index] = -1;
      if (index >= (state.plan.growth?.base ?? Infinity)) {
        const change = { index, before, after: node.phase };
        countIteration(frontier.iterations, state.plan, change, (at) => sortNode(frontier, state, at));
      }
    }
  }
  sortNode(frontier, state, index);
  touchRunning(frontier, node, index);
  return before !== node.phase;
}

/** Takes in a node that a branch made end in another way, or that no longer does. True = that is all of its threads. */
function touchBranched(
  frontier: Frontier,
  state: RunGlance,
  node: NodeState,
  index: number,
  before: NodePhase,
): boolean {
  const { branches, missing, blocked } = frontier;
  if (branches === null) return false;
  const was = branches.ends.get(index);
  const end = endOf(node);
  if (was === undefined && end === undefined) return false;
  if (was === end && before === node.phase) return true;
  const successors = state.plan?.successors[index] ?? [];
  const count = (phase: NodePhase, how: string | undefined, sign: 1 | -1) => {
    if (how !== undefined) return countEnd(branches, missing, state.plan, { index, phase, end: how }, sign);
    for (const successor of successors)
      if (phase === 'completed') missing[successor] = (missing[successor] ?? 0) - sign;
      else if (isBlocking(phase)) blocked[successor] = (blocked[successor] ?? 0) + sign;
  };
  count(before, was, -1);
  count(node.phase, end, 1);
  if (end === undefined) branches.ends.delete(index);
  else branches.ends.set(index, end);
  for (const successor of successors) sortNode(frontier, state, successor);
  return true;
}

function sortNode(frontier: Frontier, state: RunGlance, index: number): void {
  const pending = frontier.phases[index] === 'pending';
  const isComplete = frontier.missing[index] === 0;
  const isCut = pending && isComplete && (frontier.branches?.dead[index] ?? 0) > 0 && isCutOff(state, index);
  const gate = frontier.iterations === null ? 'open' : gateAt(frontier.iterations, state, index);
  const doomed = isCut || (pending && ((frontier.blocked[index] ?? 0) > 0 || gate === 'stopped'));
  if (doomed) frontier.doomed.add(index);
  else frontier.doomed.delete(index);
  if (pending && !doomed && isComplete && gate === 'open') frontier.ready.add(index);
  else frontier.ready.delete(index);
}

const gateAt = (counts: IterationCounts, { plan }: RunGlance, index: number): Gate =>
  plan === null ? 'open' : gateOf(counts, plan, index);

function touchRunning(frontier: Frontier, node: NodeState, index: number): void {
  const attended = frontier.attendedRounds[index] === node.round;
  if (node.phase === 'running' && !attended) frontier.unattended.add(index);
  else frontier.unattended.delete(index);
  if (node.approvals.length > 0 && openApproval(node) !== null) frontier.waiting.add(index);
  else if (frontier.iterations !== null && isGathering(frontier.iterations, node, index))
    frontier.waiting.add(index);
  else if (frontier.waiting.size > 0) frontier.waiting.delete(index);
  if (node.phase !== 'running' || node.calls.length === 0) {
    if (frontier.retries.size > 0) frontier.retries.delete(index);
    return;
  }
  const due: DueRetry[] = [];
  for (const call of latestTries(node)) {
    const verdict = judgeCall(call);
    if (verdict.type === 'retry')
      due.push({
        callId: call.callId,
        ordinal: call.ordinal,
        try: verdict.try,
        dueAt: verdict.dueAt,
        error: verdict.error,
      });
  }
  if (due.length > 0) frontier.retries.set(index, due);
  else frontier.retries.delete(index);
}

/**
 * Takes in what facts changed, after they were folded into `state`. Indices of nodes that were touched are added to
 * `touched`. O(out-degree) per fact; an amendment also walks the descendants that it reopened.
 */
export function touchFacts(
  frontier: Frontier,
  state: RunGlance,
  facts: readonly Fact[],
  touched?: Set<number>,
): void {
  for (const fact of facts) {
    const nodeId = 'nodeId' in fact.data ? fact.data.nodeId : undefined;
    const index = nodeId === undefined ? undefined : state.plan?.indexOf.get(nodeId);
    if (fact.type === 'dag.updated') refreshFrontier(frontier, state, touched);
    if (index === undefined) continue;
    touch(frontier, state, index);
    touched?.add(index);
    if (fact.type !== 'execution.node.amended') continue;
    if (state.plan?.growth == null) touchDescendants(frontier, state, index, touched);
    else refreshFrontier(frontier, state, touched);
  }
}

function touchDescendants(
  frontier: Frontier,
  state: RunGlance,
  index: number,
  touched: Set<number> | undefined,
): void {
  const queue = [...(state.plan?.successors[index] ?? [])];
  const seen = new Set<number>();
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    // One that has not changed may have been looked at for another fact of the same piece, and have news behind it.
    if (touch(frontier, state, next)) touched?.add(next);
    queue.push(...(state.plan?.successors[next] ?? []));
  }
}

/** Notes that a runner of this host works on a node in this round; -1 = no longer. */
export function attend(frontier: Frontier, index: number, round: number): void {
  frontier.attendedRounds[index] = round;
  const isUnattended = frontier.phases[index] === 'running' && frontier.rounds[index] !== round;
  if (isUnattended) frontier.unattended.add(index);
  else frontier.unattended.delete(index);
}
