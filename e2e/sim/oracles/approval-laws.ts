import type { LogEntry } from '#shared/run/events.ts';
import type { Witness } from './law-broken.ts';
import { isGiven, plannedNode, type RunRecord } from './run-record.ts';

/** Node types whose output is what a person said: the same inputs may come to another. */
export const ASKING_TYPES: readonly string[] = ['approval', 'humanInput'];

/** Questions: each asked once while its node runs, ended once, by a person or by the room in its time. */
export function checkApproval(witness: Witness, record: RunRecord, entry: LogEntry): void {
  switch (entry.type) {
    case 'approval.requested':
      return checkAsked(witness, record, entry);
    case 'approval.received':
    case 'approval.expired':
      return checkEnded(witness, record, entry);
    case 'execution.node.completed':
      return checkAnswered(witness, record, entry);
    default:
  }
}

function checkAsked(
  witness: Witness,
  { approvals, starts }: RunRecord,
  { data, seq }: Extract<LogEntry, { type: 'approval.requested' }>,
): void {
  const { approvalId, nodeId, round, ordinal } = data;
  const place = `${nodeId}/${round}/${ordinal} (#${seq})`;
  const isKnown = [...approvals.values()].some(
    (known) =>
      known.approvalId === approvalId ||
      (known.nodeId === nodeId && known.round === round && known.ordinal === ordinal),
  );
  if (isKnown) witness.broken('AP9', `${place} is asked twice`);
  if (!starts.has(`${nodeId}/${round}`)) witness.broken('HO1', `${place} is asked before its node runs`);
}

function checkEnded(
  witness: Witness,
  { approvals }: RunRecord,
  entry: Extract<LogEntry, { type: 'approval.received' | 'approval.expired' }>,
): void {
  const known = approvals.get(entry.data.approvalId);
  const place = `${entry.type} of ${entry.data.nodeId} (#${entry.seq})`;
  if (known === undefined) return witness.broken('AP1', `${place} answers what nobody asked`);
  if (known.isOver) witness.broken('AP1', `${place} ends what is over`);
  if (entry.type === 'approval.received') return;
  if (entry.by !== null) witness.broken('AP4', `${place} by ${entry.by}`);
  if (known.deadlineAt === null || entry.at < known.deadlineAt)
    witness.broken('AP4', `${place} before its time, ${known.deadlineAt}`);
}

/** A node that asks is done only when somebody, or the deadline, has answered; unless it is outside of what is run. */
function checkAnswered(
  witness: Witness,
  record: RunRecord,
  { data, seq }: Extract<LogEntry, { type: 'execution.node.completed' }>,
): void {
  const { approvals } = record;
  const node = plannedNode(record, data.nodeId);
  if (node === undefined || !ASKING_TYPES.includes(node.type) || isGiven(node)) return;
  const own = [...approvals.values()].filter(
    ({ nodeId, round }) => nodeId === data.nodeId && round === data.round,
  );
  if (own.length !== 1 || own.some(({ isAnswered }) => !isAnswered))
    witness.broken('AP9', `${data.nodeId} is done with ${own.length} questions, not all answered (#${seq})`);
}
