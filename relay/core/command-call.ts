import type { CallRequest } from '#shared/run/call.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { RequestRef, Resolution } from '#shared/run/events.ts';
import { hashText } from '#shared/hash.ts';
import { canonicalJson } from '#shared/json.ts';
import type { Answer } from './answer-command.ts';
import { appendFacts, endedError, pausedError } from './append-facts.ts';
import type { CallRecord } from './call-record.ts';
import { fullError, leaseOf, staleEpoch } from './command-host.ts';
import type { Grant } from './grant.ts';
import { callEnded, keepBlob, setCall } from './handle-call-progress.ts';
import type { Placed, Sender } from './handle-command.ts';
import { leaseNow } from './host-changes.ts';
import { namePictures, picturesOfRequest } from './named-pictures.ts';
import type { RoomState, Turn } from './room-state.ts';
import { isOver } from './run-header.ts';
import { abortedUnsent } from './settle.ts';
import { utf8Length } from './utf8-length.ts';

/**
 * Accepts a call: stored, acknowledged, in the queue. An id that is known is acknowledged and nothing more happens, in
 * whatever state its call is; an id that is known with another request is refused [CA1].
 */
export function startCall(
  state: RoomState,
  turn: Turn,
  command: Placed<'call.start'>,
  sender: Sender,
): Answer {
  const { data } = command;
  if (state.header === null || isOver(state.header)) return { error: endedError() };
  if (leaseOf(state, data.epoch, sender.grant, command) === null)
    return { error: staleEpoch(), lease: leaseNow(state) };
  const request = 'blob' in data.request ? sender.requests.get(data.request.blob) : data.request;
  if (!request)
    return {
      error: weftError('blob-missing', 'The request has to be uploaded first.', { nodeIds: [data.nodeId] }),
    };
  const json = canonicalJson(request);
  const requestHash = hashText(json);
  const known = state.calls.get(data.callId);
  if (known) {
    const isSame = known.requestHash === requestHash && known.nodeId === data.nodeId;
    return isSame ? { seq: known.acceptedSeq } : { error: nondeterministic(data.nodeId) };
  }
  if (state.header.phase !== 'running') return { error: pausedError() };
  if (isGivenUp(state, data.try, { nodeId: data.nodeId, requestHash }))
    return { error: weftError('out-of-turn', 'A person has given this call up.') };
  return acceptCall(state, turn, command, { request, json, requestHash, by: sender.grant.personId });
}

interface Acceptance {
  readonly request: CallRequest;
  /** Canonical. */
  readonly json: string;
  readonly requestHash: string;
  readonly by: string;
}

function acceptCall(
  state: RoomState,
  turn: Turn,
  command: Placed<'call.start'>,
  { request, json, requestHash, by }: Acceptance,
): Answer {
  const { callId, nodeId, round, ordinal, epoch } = command.data;
  const { provider, model, purpose } = request;
  const error =
    fullError(state, 4) ??
    appendFacts(
      state,
      turn,
      [
        {
          type: 'call.accepted',
          data: {
            ...{ callId, nodeId, round, ordinal, try: command.data.try, requestHash },
            ...{ provider, model, task: purpose.task },
            request: requestRef(state, turn, request, json),
          },
        },
      ],
      { by, epoch },
    );
  if (error) return { error };
  namePictures(state, turn, picturesOfRequest(request));
  const acceptedSeq = state.header?.head ?? 0;
  const phases = { phase: 'accepted', acceptedSeq, sentAt: null, retry: null, resolution: null } as const;
  setCall(state, turn, { callId, nodeId, provider, requestHash, ...phases });
  state.requests.set(callId, request);
  state.queue.add({ callId, nodeId, provider });
  return { seq: acceptedSeq };
}

function requestRef(state: RoomState, turn: Turn, request: CallRequest, json: string): RequestRef {
  const bytes = utf8Length(json);
  if (bytes <= state.config.limits.inlineOutputBytes) return { kind: 'inline', request };
  return { kind: 'blob', hash: keepBlob(state, turn, json, bytes), bytes };
}

/** The same effect with other content: what runs again must do what it did. */
export function nondeterministic(nodeId: string): WeftError {
  return weftError(
    'nondeterministic-runner',
    'This node asked for something else than it did the first time. Run it again from its beginning.',
    { nodeIds: [nodeId] },
  );
}

/** Stops one call: one that waits ends unsent, one at work is aborted and ends as soon as it has noticed. */
export function abortCall(state: RoomState, turn: Turn, command: Placed<'call.abort'>, grant: Grant): Answer {
  const { epoch, callId } = command.data;
  if (leaseOf(state, epoch, grant, command) === null) return { error: staleEpoch(), lease: leaseNow(state) };
  const call = state.calls.get(callId);
  if (call === undefined) return { error: weftError('not-found', 'There is no such call in this run.') };
  if (call.phase === 'ended') return {};
  const isWaiting = state.queue.waiting().some((waiting) => waiting.callId === callId);
  if (!isWaiting) {
    turn.effects.push({ type: 'call.abort', callId });
    return {};
  }
  callEnded(state, turn, callId, abortedUnsent());
  return { seq: state.header?.head };
}

/** A person's word on a call that may have been billed, or on one whose next try waits for its time. The first counts. */
export function resolveCall(
  state: RoomState,
  turn: Turn,
  command: Placed<'call.resolveUnknown'>,
  grant: Grant,
): Answer {
  const { callId, resolution } = command.data;
  const call = state.calls.get(callId);
  if (call === undefined) return { error: weftError('not-found', 'There is no such call in this run.') };
  if (!waitsForWord(state, call, resolution))
    return { error: weftError('out-of-turn', 'This call does not wait for a decision.') };
  if (call.resolution !== null)
    return { error: weftError('out-of-turn', 'Somebody has decided this already.') };
  const { nodeId } = call;
  const fact = { type: 'call.resolved', data: { callId, nodeId, resolution } } as const;
  const error = appendFacts(state, turn, [fact], { by: grant.personId });
  if (error) return { error };
  setCall(state, turn, { ...call, resolution });
  return { seq: state.header?.head };
}

/** What is repeated by itself may be repeated at once or given up, until its next try is under way. */
function waitsForWord(state: RoomState, call: CallRecord, resolution: Resolution): boolean {
  if (call.retry === 'ask') return true;
  return call.retry === 'safe' && resolution !== 'count-as-billed' && lastTry(state, call) === call;
}

/** The newest call of the same node for the same thing. */
function lastTry(
  state: RoomState,
  { nodeId, requestHash }: Pick<CallRecord, 'nodeId' | 'requestHash'>,
): CallRecord | null {
  let last: CallRecord | null = null;
  for (const call of state.calls.values())
    if (call.nodeId === nodeId && call.requestHash === requestHash)
      if (last === null || call.acceptedSeq > last.acceptedSeq) last = call;
  return last;
}

/** A person has given up what this would try again: its host has not heard of it yet. */
function isGivenUp(
  state: RoomState,
  attempt: number,
  place: Pick<CallRecord, 'nodeId' | 'requestHash'>,
): boolean {
  return attempt > 1 && lastTry(state, place)?.resolution === 'give-up';
}
