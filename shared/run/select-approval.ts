import { chunkedGet } from './chunked.ts';
import type { ApprovalState, NodeState, RunState } from './state.ts';

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
 * Milliseconds of its round that a node waited for people, up to `now` (relay time): no time of work. Questions asked
 * side by side count once.
 */
export function waitedMs(node: NodeState, now: number): number {
  let waited = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { round, requestedAt, endedAt } of node.approvals) {
    if (round !== node.round) continue;
    const end = endedAt ?? node.endedAt ?? now;
    waited += Math.max(0, end - Math.max(requestedAt, until));
    until = Math.max(until, end);
  }
  return waited;
}

/** Nothing of a run is under way but questions to people; what holds other nodes counts for nothing. O(nodes) when somebody is asked. */
export function waitsForPeople(run: RunState): boolean {
  if (run.phase !== 'running' || openApprovals(run).length === 0) return false;
  const planned = run.plan?.plan.nodes ?? [];
  return planned.every(({ kind }, index) => {
    const node = chunkedGet(run.nodes, index);
    return node?.phase !== 'running' || kind === 'map' || kind === 'loop' || openApproval(node) !== null;
  });
}
