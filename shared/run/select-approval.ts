import { chunkedGet } from './chunked.ts';
import type { ApprovalState, CallState, NodeState, RunState } from './state.ts';

/** A question that waits for people, and the node that asks it. */
export interface OpenApproval {
  readonly nodeId: string;
  readonly label: string;
  readonly approval: ApprovalState;
}

/** The question on which a node waits; null when it waits on none. */
export function openApproval(node: NodeState): ApprovalState | null {
  if (node.phase !== 'running' || node.approvals.length === 0) return null;
  return node.approvals.find(({ phase, round }) => phase === 'open' && round === node.round) ?? null;
}

/** Everything that waits for people in a live run, the longest waiting first. O(nodes that ever asked). */
export function openApprovals(run: RunState): readonly OpenApproval[] {
  if (run.phase !== 'running' && run.phase !== 'paused') return [];
  const found: OpenApproval[] = [];
  for (const index of run.askedNodes) {
    const node = chunkedGet(run.nodes, index);
    const planned = run.plan?.plan.nodes[index];
    if (node === undefined || planned === undefined || node.phase !== 'running') continue;
    for (const approval of node.approvals)
      if (approval.phase === 'open' && approval.round === node.round)
        found.push({ nodeId: planned.id, label: planned.label, approval });
  }
  return found.sort((one, other) => one.approval.requestedAt - other.approval.requestedAt);
}

/**
 * Milliseconds of its round that a node waited for people, up to `now` (relay time): no time of work. What was asked side
 * by side counts once. A call of unknown outcome waits from its end until it is made again, or its step ends.
 */
export function waitedMs(node: NodeState, now: number): number {
  if (!hasAsked(node)) return 0;
  let waited = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, end] of waitsOf(node, now)) {
    waited += Math.max(0, end - Math.max(from, until));
    until = Math.max(until, end);
  }
  return waited;
}

/** Whether it may have waited for people at all: most nodes never do. */
export const hasAsked = ({ approvals, calls }: NodeState): boolean =>
  approvals.length > 0 || calls.some(({ end }) => end?.retry === 'ask');

/** When a node waited for people in its round, the earliest first: relay times. */
export function waitsOf(
  { approvals, calls, round, endedAt }: NodeState,
  now: number,
): [from: number, end: number][] {
  const end = endedAt ?? now;
  const waits = approvals
    .filter((asked) => asked.round === round)
    .map((asked): [number, number] => [asked.requestedAt, asked.endedAt ?? end]);
  for (const call of calls) {
    if (call.round !== round || call.end?.retry !== 'ask' || call.endedAt === null) continue;
    const next = calls.find(
      (other) => other.round === round && other.ordinal === call.ordinal && other.try === call.try + 1,
    );
    waits.push([call.endedAt, next?.acceptedAt ?? end]);
  }
  return waits.length > 1 ? waits.sort(([one], [other]) => one - other) : waits;
}

/** A call that may have been billed and waits for a person's word; null when none does. */
export function askedCall(node: NodeState): CallState | null {
  const waits = (call: CallState) =>
    call.round === node.round && call.end?.retry === 'ask' && call.resolution === null;
  return node.phase === 'running' ? (node.calls.find(waits) ?? null) : null;
}

/**
 * Nothing of a run is under way but what waits for people: questions, and calls of unknown outcome. What holds other nodes
 * counts for nothing. O(nodes).
 */
export function waitsForPeople({ phase, plan, nodes, counts }: RunState): boolean {
  if (phase !== 'running' || plan === null || counts.running === 0) return false;
  let asked = 0;
  for (const [index, { kind }] of plan.plan.nodes.entries()) {
    const node = chunkedGet(nodes, index);
    if (node?.phase !== 'running') continue;
    if (openApproval(node) !== null || askedCall(node) !== null) asked += 1;
    else if (kind !== 'map' && kind !== 'loop') return false;
  }
  return asked > 0;
}
