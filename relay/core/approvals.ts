import type { ApprovalOutcome, ApprovalRequested } from '#shared/run/approval.ts';
import { defaultAnswer, questionProblem } from '#shared/run/check-answer.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { Fact, HostFact, RoomFact } from '#shared/run/events.ts';
import { appendOwn } from './append-facts.ts';
import type { ApprovalRecord } from './approval-record.ts';
import type { RoomState, Turn } from './room-state.ts';
import { isOver } from './run-header.ts';

/**
 * Questions to people: which are open, and when their time is over. The room knows no graph; that a question has lost its
 * node it sees from the facts about that node.
 */

/** Follows facts that have just been written, the first of them under number `seq`. */
export function noteApprovals(state: RoomState, turn: Turn, facts: readonly Fact[], seq: number): void {
  facts.forEach((fact, index) => {
    switch (fact.type) {
      case 'approval.requested':
        return open(state, turn, fact.data, seq + index);
      case 'approval.received':
        return close(state, turn, fact.data, 'answered', fact.data.answeredBy.name);
      case 'approval.withdrawn':
        return withdraw(state, turn, fact.data.nodeId, fact.data.approvalId);
      case 'approval.expired':
        return close(state, turn, fact.data, 'expired', null);
      case 'execution.node.completed':
      case 'execution.node.failed':
      case 'execution.node.amended':
        return withdraw(state, turn, fact.data.nodeId);
      case 'execution.node.status':
        return fact.data.status === 'skipped' ? withdraw(state, turn, fact.data.nodeId) : undefined;
      default:
        return undefined;
    }
  });
}

function open(state: RoomState, turn: Turn, data: ApprovalRequested, seq: number): void {
  const { approvalId, nodeId, deadline } = data;
  const deadlineAt = deadline === null ? null : turn.now + deadline.afterMs;
  const nothing = { outcome: null, answeredBy: null } as const;
  setApproval(state, turn, { approvalId, nodeId, seq, deadlineAt, phase: 'open', ...nothing });
  state.questions.set(approvalId, data);
}

function close(
  state: RoomState,
  turn: Turn,
  { approvalId, outcome }: { readonly approvalId: string; readonly outcome: ApprovalOutcome },
  phase: ApprovalRecord['phase'],
  answeredBy: string | null,
): void {
  const approval = state.approvals.get(approvalId);
  if (approval) setApproval(state, turn, { ...approval, phase, outcome, answeredBy });
  state.questions.delete(approvalId);
}

/** `questions` holds what is open, so that a run without questions pays nothing here. */
function withdraw(state: RoomState, turn: Turn, nodeId: string, only?: string): void {
  if (state.questions.size === 0) return;
  for (const [approvalId, question] of state.questions) {
    const approval = state.approvals.get(approvalId);
    if (question.nodeId !== nodeId || approval === undefined) continue;
    if (only !== undefined && only !== approvalId) continue;
    setApproval(state, turn, { ...approval, phase: 'withdrawn' });
    state.questions.delete(approvalId);
  }
}

function setApproval(state: RoomState, turn: Turn, approval: ApprovalRecord): void {
  state.approvals.set(approval.approvalId, approval);
  turn.approvals.add(approval.approvalId);
}

/** Why a host may not ask this, or null. */
export function questionRefusal(state: RoomState, facts: readonly HostFact[]): WeftError | null {
  let asked = state.questions.size;
  for (const fact of facts) {
    if (fact.type !== 'approval.requested') continue;
    const { approvalId, nodeId, subject } = fact.data;
    asked += 1;
    if (state.approvals.has(approvalId))
      return weftError('out-of-turn', 'This question has been asked already.', { nodeIds: [nodeId] });
    if (asked > state.config.limits.openApprovals)
      return weftError(
        'run-full',
        `A run may wait for ${state.config.limits.openApprovals} answers at once.`,
      );
    const problem = questionProblem(fact.data);
    if (problem) return { ...problem, nodeIds: [nodeId] };
    const text = subject.text?.kind === 'blob' ? [subject.text.hash] : [];
    const pictures = (subject.images ?? []).map(({ blob }) => blob);
    if ([...text, ...pictures].some((hash) => !state.blobs.has(hash)))
      return weftError('blob-missing', 'What the question is about has to be uploaded first.', {
        nodeIds: [nodeId],
      });
  }
  return null;
}

/**
 * Relay time of the earliest deadline, null = none. While writing fails nothing is decided: the default would be told
 * to nobody, and somebody may still answer.
 */
export function nextDeadline(state: RoomState): number | null {
  const { header, questions, storageFailed } = state;
  if (questions.size === 0 || storageFailed || header === null || isOver(header)) return null;
  let earliest: number | null = null;
  for (const approvalId of questions.keys()) {
    const deadlineAt = state.approvals.get(approvalId)?.deadlineAt ?? null;
    if (deadlineAt !== null && (earliest === null || deadlineAt < earliest)) earliest = deadlineAt;
  }
  return earliest;
}

/** What nobody answered in time ends with its default [AP4]. */
export function expireApprovals(state: RoomState, turn: Turn): void {
  const due = nextDeadline(state);
  if (due === null || turn.now < due) return;
  for (const [approvalId, question] of [...state.questions]) {
    const deadlineAt = state.approvals.get(approvalId)?.deadlineAt ?? null;
    if (deadlineAt === null || turn.now < deadlineAt || question.deadline === null) continue;
    // An earlier one of this turn may have stopped the run.
    if (state.header === null || isOver(state.header)) return;
    const { nodeId } = question;
    const { outcome } = question.deadline;
    const values = defaultAnswer(question, outcome);
    const data = { approvalId, nodeId, outcome, ...(values && { values }) };
    appendOwn(state, turn, [{ type: 'approval.expired', data }, ...consequences(outcome)]);
  }
}

/** What an outcome does to the run itself, written in one step with the answer. */
export function consequences(outcome: ApprovalOutcome): RoomFact[] {
  return outcome === 'abort' ? [{ type: 'execution.cancelled', data: {} }] : [];
}
