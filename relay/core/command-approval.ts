import type { JsonObject } from '#shared/json.ts';
import type { ApprovalAnswer, ApprovalRequested } from '#shared/run/approval.ts';
import { checkAnswer } from '#shared/run/check-answer.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { FactOf, RoomFact } from '#shared/run/events.ts';
import type { Answer } from './answer-command.ts';
import { appendFacts, endedError } from './append-facts.ts';
import type { ApprovalRecord } from './approval-record.ts';
import { consequences } from './approvals.ts';
import { AMENDMENTS_PER_RUN } from './command-control.ts';
import { fullError, runFull } from './command-host.ts';
import type { Grant } from './grant.ts';
import { fitText } from './handle-call-progress.ts';
import type { Placed } from './handle-command.ts';
import type { RoomState, Turn } from './room-state.ts';
import { isOver } from './run-header.ts';
import { utf8Length } from './utf8-length.ts';

type Command = Placed<'approval.resolve'>;

/**
 * A person answers. The first valid answer counts and everybody is told whose it was [AP1]; one that does not fit changes
 * nothing and is told place by place [AP2]. What follows for the run (steps that run again, its end) is written in the
 * same step.
 */
export function resolveApproval(state: RoomState, turn: Turn, command: Command, grant: Grant): Answer {
  const { header } = state;
  const { data } = command;
  const approval = state.approvals.get(data.approvalId);
  const request = state.questions.get(data.approvalId);
  if (header === null || isOver(header)) return { error: approval ? closedError(approval) : endedError() };
  if (approval === undefined)
    return { error: weftError('not-found', 'There is no such question in this run.') };
  if (request === undefined) return { error: closedError(approval) };
  if (request.answerers === 'editors' && grant.role === 'run-answerer')
    return { error: weftError('not-allowed', 'Only editors of the flow may answer this.') };
  // The form is the schema of the values: what passes it is JSON within its bounds.
  const answer = data as ApprovalAnswer;
  const problems = checkAnswer(request, answer);
  if (problems.length > 0) return { error: invalidAnswer(problems) };
  const facts = factsOf(state, turn, { request, answer, name: data.name, by: grant.personId });
  const amendments = facts.filter(({ type }) => type === 'execution.node.amended').length;
  const error =
    tooLong(state, facts) ??
    (header.amendments + amendments > AMENDMENTS_PER_RUN
      ? runFull('amendments', AMENDMENTS_PER_RUN)
      : null) ??
    (data.outcome === 'abort' ? null : fullError(state, facts.length)) ??
    appendFacts(state, turn, facts, { by: grant.personId });
  return error ? { error } : { seq: state.header?.head };
}

interface Given {
  readonly request: ApprovalRequested;
  readonly answer: ApprovalAnswer;
  readonly name: string;
  readonly by: string;
}

function factsOf(state: RoomState, turn: Turn, { request, answer, name, by }: Given): RoomFact[] {
  const { outcome, values, feedback } = answer;
  const { inlineOutputBytes } = state.config.limits;
  const text =
    answer.text === undefined
      ? undefined
      : fitText(state, turn, { kind: 'inline', text: answer.text }, inlineOutputBytes);
  const received: FactOf<'approval.received'> = {
    type: 'approval.received',
    data: {
      ...{ approvalId: request.approvalId, nodeId: request.nodeId, outcome },
      ...(values === undefined ? {} : { values: values satisfies JsonObject }),
      ...(text === undefined ? {} : { text }),
      ...(feedback === undefined || feedback.trim() === '' ? {} : { feedback }),
      answeredBy: { personId: by, name },
    },
  };
  return [received, ...redone(state, request, answer), ...consequences(outcome)];
}

/** The steps before it run again; the fold opens the question's own node anew with them. */
function redone(state: RoomState, { redoes }: ApprovalRequested, answer: ApprovalAnswer): RoomFact[] {
  const { outcome, feedback } = answer;
  if (outcome !== 'retry' && outcome !== 'redo') return [];
  const amended = state.header?.amendments ?? 0;
  const guidance = outcome === 'redo' && feedback !== undefined ? { guidance: feedback } : {};
  return redoes.map((nodeId, index) => ({
    type: 'execution.node.amended',
    data: { nodeId, action: 'retry', round: amended + index + 1, ...guidance },
  }));
}

/** Room for the envelope of an entry. */
const ENVELOPE_BYTES = 2_048;

function tooLong(state: RoomState, facts: readonly RoomFact[]): WeftError | null {
  const most = state.config.limits.entryBytes - ENVELOPE_BYTES;
  const isLong = facts.some((fact) => utf8Length(JSON.stringify(fact)) > most);
  return isLong ? invalidAnswer([{ path: '', message: 'This answer is too long. Shorten it.' }]) : null;
}

/** More would not fit the frame of an answer. */
const PROBLEMS_TOLD = 50;

function invalidAnswer(problems: readonly { readonly path: string; readonly message: string }[]): WeftError {
  const told = problems.slice(0, PROBLEMS_TOLD).map(({ path, message }) => ({
    path: path.slice(0, 500),
    message: message.slice(0, 1_000),
  }));
  const words = told[0]?.message ?? '';
  return weftError('invalid-answer', `This answer cannot be taken yet. ${words}`, { problems: told });
}

const WORDS: { readonly [outcome in NonNullable<ApprovalRecord['outcome']>]: string } = {
  approve: 'approved it',
  reject: 'rejected it',
  edit: 'changed it and let it go on',
  skip: 'skipped it',
  retry: 'had it tried again',
  redo: 'sent it back with feedback',
  abort: 'stopped the run',
  submit: 'filled it in',
  allow: 'allowed it',
  'allow-for-run': 'allowed it for this run',
  deny: 'denied it',
};

/** Tells a late answer what became of the question. */
function closedError({ phase, outcome, answeredBy }: ApprovalRecord): WeftError {
  const words = outcome === null ? '' : WORDS[outcome];
  switch (phase) {
    case 'answered':
      return weftError('approval-closed', `${answeredBy || 'Somebody'} was first and ${words}.`);
    case 'expired':
      return weftError(
        'approval-expired',
        'Nobody answered in time; what the flow says for that case counts.',
      );
    case 'open':
      return endedError();
    case 'withdrawn':
      return weftError('approval-closed', 'This is no longer asked: its step has ended or runs again.');
    default:
      return phase satisfies never;
  }
}
