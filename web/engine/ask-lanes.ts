import { hashJson } from '#shared/hash.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { ApprovalRequest } from '#shared/run/approval.ts';
import type { CallText } from '#shared/run/call.ts';
import { questionProblem } from '#shared/run/check-answer.ts';
import { toWeftError, weftError, WeftFailure } from '#shared/run/errors.ts';
import type { HostFact } from '#shared/run/events.ts';
import { effectId } from '#shared/run/ids.ts';
import type { ApprovalState, NodeState } from '#shared/run/state.ts';
import type { AskAnswer, AskWish } from '../node-kit/types.ts';
import { createLaneList, type LanePlace, type WaitingLane } from './lane-list.ts';
import { callText } from './node-outputs.ts';
import type { RunBlobs } from './ports.ts';

/**
 * The journalled questions of runners, beside their calls: one that the log has answered answers at once, one that is
 * open is waited for, only what is new is asked. So whoever takes the run over waits on the same question [EX1].
 */
export interface AskLanes {
  /** Resolves with what a person said, or the deadline. @throws WeftFailure when it cannot be asked */
  readonly open: (place: LanePlace, question: Question) => Promise<AskAnswer>;
  /** The state of this node may have changed. */
  readonly advance: (index: number) => void;
  /** No runner waits for this node's answers any more. */
  readonly abandon: (index: number) => void;
  readonly size: () => number;
}

export interface Question {
  readonly wish: AskWish;
  readonly nodeId: string;
  /** Steps before the node that can run again; none = the wish for it is not offered. */
  readonly redoes: readonly string[];
}

interface Lane extends WaitingLane<AskAnswer>, Question {
  readonly requestHash: string;
  isAsked: boolean;
}

export interface AskLanesOptions {
  readonly runId: string;
  readonly blobs: RunBlobs;
  readonly node: (index: number) => NodeState | undefined;
  readonly record: (fact: HostFact, index: number) => void;
}

/** What is looked at stands in the question up to here; longer texts are blobs. */
const INLINE_CHARACTERS = 8_000;
const encoder = new TextEncoder();

export function createAskLanes(options: AskLanesOptions): AskLanes {
  const lanes = createLaneList<Lane>();
  const { isOpen, close, fail } = lanes;

  function advanceLane(lane: Lane): void {
    const known = find(options.node(lane.index), lane);
    if (known === undefined) return ask(lane);
    if (known.requestHash !== lane.requestHash) return fail(lane, NONDETERMINISTIC);
    if (known.answer === null) return;
    close(lane);
    void answerOf(known, options.blobs).then(lane.resolve, (caught: unknown) =>
      lane.reject(new WeftFailure(toWeftError(caught))),
    );
  }

  function ask(lane: Lane): void {
    if (lane.isAsked) return;
    lane.isAsked = true;
    const request = requestOf(lane);
    const problem = questionProblem(request);
    if (problem) return fail(lane, problem);
    const text = subjectText(lane.wish.text, options.blobs);
    if (!(text instanceof Promise)) return record(lane, request, text);
    void text.then(
      (kept) => isOpen(lane) && record(lane, request, kept),
      (caught: unknown) => fail(lane, toWeftError(caught)),
    );
  }

  function record(lane: Lane, request: ApprovalRequest, text: CallText | undefined): void {
    const { index, round, ordinal, nodeId, requestHash } = lane;
    const approvalId = effectId({
      ...{ runId: options.runId, nodeId, iterationPath: [], round, ordinal, try: 1 },
    });
    const subject = { ...request.subject, ...(text && { text }) };
    const data = { ...request, subject, approvalId, nodeId, round, ordinal, requestHash };
    options.record({ type: 'approval.requested', data }, index);
  }

  return Object.freeze({
    open: (place: LanePlace, question: Question) =>
      new Promise<AskAnswer>((resolve, reject) => {
        const requestHash = hashJson(question.wish);
        const lane: Lane = { ...place, ...question, requestHash, isAsked: false, resolve, reject };
        lanes.add(lane);
        advanceLane(lane);
      }),
    advance: (index: number) => void lanes.of(index).forEach(advanceLane),
    abandon: lanes.abandon,
    size: lanes.size,
  });
}

const find = (node: NodeState | undefined, lane: LanePlace): ApprovalState | undefined =>
  node?.approvals.find(({ round, ordinal }) => round === lane.round && ordinal === lane.ordinal);

const TITLE_CHARACTERS = 200;

/** The question as it can be asked here: nobody is offered to send back what no step before made. */
function requestOf({ wish, redoes }: Question): ApprovalRequest {
  const { kind, title, message, images, form, mustExplain, deadline, answerers } = wish;
  const options = wish.options.filter(
    (outcome) => redoes.length > 0 || (outcome !== 'redo' && outcome !== 'retry'),
  );
  return {
    kind,
    title: title.slice(0, TITLE_CHARACTERS),
    message: message.slice(0, LIMITS.questionCharacters),
    subject: images.length === 0 ? {} : { images: images.slice(0, LIMITS.picturesPerQuestion) },
    ...{ options, form, mustExplain, deadline, answerers },
    redoes: options.includes('redo') || options.includes('retry') ? redoes : [],
  };
}

function subjectText(text: string, blobs: RunBlobs): CallText | undefined | Promise<CallText> {
  if (text === '') return undefined;
  if (text.length <= INLINE_CHARACTERS) return { kind: 'inline', text };
  const bytes = encoder.encode(text);
  return blobs.put(bytes).then((hash) => ({ kind: 'blob', hash, bytes: bytes.length }));
}

async function answerOf({ answer }: ApprovalState, blobs: RunBlobs): Promise<AskAnswer> {
  if (answer === null) throw new Error('a question without an answer was taken for one with');
  const { outcome, values, text, feedback, by } = answer;
  return { outcome, values, feedback, by, text: text === null ? null : await callText(text, blobs) };
}

const NONDETERMINISTIC = weftError(
  'nondeterministic-runner',
  'This node asked something else than before it was interrupted. Run the node again.',
  { retryable: true },
);
