import { hashJson, hashBytes } from '#shared/hash.ts';
import { canonicalJson } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { CallRequest } from '#shared/run/call.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import { toWeftError, weftError, WeftFailure, type ErrorCode } from '#shared/run/errors.ts';
import { effectId } from '#shared/run/ids.ts';
import { planNode } from '#shared/run/plan-index.ts';
import type { CallState } from '#shared/run/state.ts';
import { judgeCall, latestTries } from './core/retry.ts';
import { createLaneList, type LaneOptions, type LanePlace, type WaitingLane } from './lane-list.ts';
import type { CommandAck, RunBlobs } from './ports.ts';

/**
 * The journalled effects of runners: a lane is the n-th model call of a node in a round, with all its tries. What the
 * journal knows answers at once, what is open is waited for, only what is new is started. It looks at the confirmed
 * state alone, so nothing is called before the relay has recorded that the node runs.
 */
export interface CallLanes {
  /** Resolves with the call that answered. @throws WeftFailure when it failed for good */
  readonly open: (place: LanePlace, request: CallRequest) => Promise<CallState>;
  /** The confirmed state of this node may have changed. */
  readonly advance: (index: number) => void;
  readonly advanceAll: () => void;
  /** The scheduler wants the next try of this effect. */
  readonly retry: (index: number, ordinal: number, attempt: number) => void;
  /** No runner waits for this node's calls any more. */
  readonly abandon: (index: number) => void;
  readonly size: () => number;
}

interface Lane extends WaitingLane<CallState> {
  readonly request: CallRequest;
  readonly requestHash: string;
  /** The newest try that was sent and not refused. */
  sentTry: number;
}

export interface CallLanesOptions extends LaneOptions {
  /**
   * A runner waits for a call that was made before it came, which may have ended: the scheduler may have wished for its
   * next try before there was anybody to make it.
   */
  readonly onJoined: () => void;
}

/** A request that is longer goes to the relay as a blob. */
const INLINE_REQUEST_CHARACTERS = LIMITS.inlineOutputBytes;
const RETRY_SEND_MS = 1_000;
const WAIT_FOR_RESUME: readonly ErrorCode[] = ['run-paused', 'run-sealed', 'out-of-turn'];
const SEND_AGAIN: readonly ErrorCode[] = ['too-many-commands', 'storage-failed', 'relay-unreachable'];

export function createCallLanes(options: CallLanesOptions): CallLanes {
  const lanes = createLaneList<Lane>();
  const { isOpen, close, fail } = lanes;

  function advanceLane(lane: Lane): void {
    const run = options.confirmed();
    const node = chunkedGet(run.nodes, lane.index);
    if (node === undefined || node.phase !== 'running' || node.round !== lane.round) return;
    const call = latestTries(node).find(({ ordinal }) => ordinal === lane.ordinal);
    if (call === undefined) {
      if (lane.sentTry === 0) send(lane, 1);
      return;
    }
    if (call.requestHash !== lane.requestHash) return fail(lane, NONDETERMINISTIC);
    lane.sentTry = Math.max(lane.sentTry, call.try);
    const verdict = judgeCall(call);
    if (verdict.type === 'failed') return fail(lane, verdict.error);
    if (verdict.type !== 'answered') return;
    close(lane);
    lane.resolve(call);
  }

  function send(lane: Lane, attempt: number): void {
    const run = options.confirmed();
    if (run.phase !== 'running' || run.plan === null) return;
    lane.sentTry = attempt;
    const nodeId = planNode(run.plan.plan, lane.index).id;
    const { round, ordinal } = lane;
    const callId = effectId({
      runId: options.runId,
      nodeId,
      iterationPath: [],
      round,
      ordinal,
      try: attempt,
    });
    const place = { epoch: options.epoch, callId, nodeId, round, ordinal, try: attempt };
    void sendRequest(lane.request, options.blobs).then(
      async (request) => {
        if (!isOpen(lane)) return;
        const ack = await options.connection.send({ type: 'call.start', data: { ...place, request } });
        if (!ack.ok) refused(lane, attempt, ack);
      },
      (caught: unknown) => fail(lane, toWeftError(caught)),
    );
  }

  function refused(lane: Lane, attempt: number, ack: CommandAck): void {
    const error = ack.error ?? UNEXPLAINED;
    if (error.code === 'stale-epoch') return options.onStale(error);
    if (!isOpen(lane)) return;
    if (!WAIT_FOR_RESUME.includes(error.code) && !SEND_AGAIN.includes(error.code)) return fail(lane, error);
    lane.sentTry = attempt - 1;
    options.clock.after(error.retryAfterMs ?? RETRY_SEND_MS, () => {
      if (!isOpen(lane) || lane.sentTry >= attempt) return;
      if (attempt === 1) advanceLane(lane);
      else send(lane, attempt);
    });
  }

  return Object.freeze({
    open: (place: LanePlace, request: CallRequest) =>
      new Promise<CallState>((resolve, reject) => {
        const lane: Lane = {
          ...place,
          request,
          requestHash: hashJson(request),
          sentTry: 0,
          resolve,
          reject,
        };
        lanes.add(lane);
        advanceLane(lane);
        if (isOpen(lane) && lane.sentTry > 0) options.onJoined();
      }),
    advance: (index: number) => void lanes.of(index).forEach(advanceLane),
    advanceAll: () => void lanes.all().forEach(advanceLane),
    retry(index: number, ordinal: number, attempt: number) {
      const lane = lanes.of(index).find((candidate) => candidate.ordinal === ordinal);
      if (lane !== undefined && lane.sentTry < attempt) send(lane, attempt);
    },
    abandon: lanes.abandon,
    size: lanes.size,
  });
}

type SentRequest = CallRequest | { readonly blob: string };

async function sendRequest(request: CallRequest, blobs: RunBlobs): Promise<SentRequest> {
  const json = canonicalJson(request);
  if (json.length <= INLINE_REQUEST_CHARACTERS) return request;
  const bytes = new TextEncoder().encode(json);
  if (bytes.length > LIMITS.blobBytes) throw new WeftFailure(TOO_LONG);
  const hash = hashBytes(bytes);
  await blobs.put(bytes);
  return { blob: hash };
}

const NONDETERMINISTIC = weftError(
  'nondeterministic-runner',
  'This node asked for something else than before it was interrupted. Run the node again.',
  { retryable: true },
);
const TOO_LONG = weftError(
  'output-too-large',
  'What this node sends to its model is longer than 8 MiB. Shorten the input.',
);
const UNEXPLAINED = weftError('internal', 'The relay refused a call without a reason. Run the node again.', {
  retryable: true,
});
