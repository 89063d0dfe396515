import type { LogEntry } from '#shared/run/events.ts';
import { checkBranch } from './branch-laws.ts';
import type { Witness } from './law-broken.ts';
import { CONTAINER_TYPES } from './iteration-laws.ts';
import { plannedNode, type RunRecord } from './run-record.ts';

/** Nodes: how many at once, none twice, none while paused, none called before it is recorded. */
export function checkNode(witness: Witness, record: RunRecord, entry: LogEntry): void {
  const { header, starts, nodes, plan } = record;
  checkBranch(witness, record, entry);
  if (entry.type === 'execution.node.status' && entry.data.status === 'running') {
    const { nodeId, round } = entry.data;
    const place = `${nodeId}/${round}`;
    if (starts.has(place)) witness.broken('SC2', `${nodeId} started twice in round ${round} (#${entry.seq})`);
    if (header.phase !== 'running')
      witness.broken('SC3', `${nodeId} started while ${header.phase} (#${entry.seq})`);
    // Who waits for people takes no slot, and goes on at once when there is an answer.
    const hasAsked = new Set([...record.approvals.values()].map((each) => `${each.nodeId}/${each.round}`));
    const running = [...nodes].filter(
      ([id, node]) =>
        node.phase === 'running' &&
        !hasAsked.has(`${id}/${node.round}`) &&
        // A container that waits for its iterations takes no slot.
        !CONTAINER_TYPES.includes(plannedNode(record, id)?.type ?? ''),
    ).length;
    const isNew = nodes.get(nodeId)?.phase === 'pending' && nodes.get(nodeId)?.round === round;
    if (plan !== null && isNew && running >= plan.concurrency)
      witness.broken(
        'SC1',
        `${nodeId} is the ${running + 1}th at work of ${plan.concurrency} (#${entry.seq})`,
      );
  }
  if (entry.type === 'execution.node.completed' || entry.type === 'execution.node.failed') {
    const place = `${entry.data.nodeId}/${entry.data.round}`;
    if (record.ends.has(place)) witness.broken('SC2', `${place} ends twice (#${entry.seq})`);
  }
  // Whoever takes over asks for what was asked for before: the same inputs, and the same results of tools.
  if (entry.type === 'execution.node.failed' && entry.data.error.code === 'nondeterministic-runner')
    witness.broken('EX1', `${entry.data.nodeId} asks for something else than before (#${entry.seq})`);
  if (entry.type === 'call.accepted') {
    const { nodeId, round } = entry.data;
    if (!starts.has(`${nodeId}/${round}`))
      witness.broken(
        'HO1',
        `${nodeId} calls in round ${round} before it is recorded as running (#${entry.seq})`,
      );
    if (header.phase !== 'running')
      witness.broken('SC3', `${nodeId} calls while ${header.phase} (#${entry.seq})`);
  }
  if (entry.type === 'call.sent' && header.phase !== 'running')
    witness.broken('SC3', `a call of ${entry.data.nodeId} is sent while ${header.phase} (#${entry.seq})`);
}
