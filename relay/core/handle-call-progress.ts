import type { CallEnd, CallText, DeltaChannel } from '#shared/run/call.ts';
import { hashText } from '#shared/hash.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { RoomFact } from '#shared/run/events.ts';
import { appendOwn } from './append-facts.ts';
import type { CallRecord } from './call-record.ts';
import type { RoomState, Turn } from './room-state.ts';
import { isOver } from './run-header.ts';
import { noteDeltas } from './send-deltas.ts';
import { utf8Length } from './utf8-length.ts';

/** The four things the outbound side tells the room of a call. Each is ignored when the call is not in that phase. */
export function callSent(state: RoomState, turn: Turn, callId: string): void {
  const call = state.calls.get(callId);
  if (call?.phase !== 'accepted') return;
  if (state.header?.phase === 'paused') return withdraw(state, turn, callId);
  setCall(state, turn, { ...call, phase: 'sent', sentAt: turn.now });
  // After cancelling only ends may follow: the call is being aborted and its end says what became of it.
  if (!state.header || isOver(state.header)) return;
  appendOwn(state, turn, [{ type: 'call.sent', data: { callId, nodeId: call.nodeId } }]);
}

/** Its turn, or the money for it, is yet to come: said on its step, so that nobody takes it for sent [VA9]. */
export function callWaiting(state: RoomState, turn: Turn, callId: string, message: string): void {
  const call = state.calls.get(callId);
  if (call?.phase !== 'accepted' || state.header?.phase !== 'running') return;
  appendOwn(state, turn, [{ type: 'call.waiting', data: { callId, nodeId: call.nodeId, message } }]);
}

/** Nobody needs to see it: it is kept so that a room that wakes goes on asking instead of giving the call up [RK8]. */
export function callTicket(state: RoomState, turn: Turn, callId: string, ticket: string): void {
  const call = state.calls.get(callId);
  if (call?.phase === 'sent') setCall(state, turn, { ...call, ticket });
}

/** It was handed out before the run was paused and is not sent yet: nothing leaves, it waits again [SC3]. */
function withdraw(state: RoomState, turn: Turn, callId: string): void {
  if (!state.queue.putBack(callId)) return;
  state.streams.close(callId);
  turn.effects.push({ type: 'call.withdraw', callId });
}

/**
 * Nobody pays for it as things are: it waits again, before all others, and the run is paused with the reason, so that
 * nothing is lost and the call is made when somebody has seen to it and resumes [VA4].
 */
export function callRefused(state: RoomState, turn: Turn, callId: string, reason: WeftError): void {
  const call = state.calls.get(callId);
  if (call?.phase !== 'accepted' || !state.queue.putBack(callId)) return;
  state.streams.close(callId);
  if (state.header?.phase === 'running')
    appendOwn(state, turn, [{ type: 'execution.paused', data: { reason } }]);
}

export function callDelta(
  state: RoomState,
  turn: Turn,
  delta: { readonly callId: string; readonly channel: DeltaChannel; readonly text: string },
): void {
  const call = state.calls.get(delta.callId);
  if (call === undefined || call.phase === 'ended') return;
  state.streams.add(delta.callId, delta.channel, delta.text);
  state.checkpointAt ??= turn.now + state.config.limits.checkpointIntervalMs;
  noteDeltas(state, turn);
}

/** Stores the end and what it cost; the queue goes on and a run that waited for it is sealed at the end of the turn. */
export function callEnded(state: RoomState, turn: Turn, callId: string, end: CallEnd): void {
  const call = state.calls.get(callId);
  if (call === undefined || call.phase === 'ended') return;
  setCall(state, turn, { ...call, phase: 'ended', retry: end.retry });
  state.requests.delete(callId);
  state.toldAhead.delete(callId);
  state.queue.remove(callId);
  state.queue.ended(callId);
  turn.droppedPartials.push(...state.streams.close(callId));
  const fitted = fitEnd(state, turn, end);
  appendOwn(state, turn, [
    { type: 'call.ended', data: { callId, nodeId: call.nodeId, end: fitted } },
    ...costFacts(state, call, end.costMicroUsd),
  ]);
}

export function setCall(state: RoomState, turn: Turn, call: CallRecord): void {
  state.calls.set(call.callId, call);
  turn.calls.add(call.callId);
}

function costFacts(state: RoomState, call: CallRecord, costMicroUsd: number | null): RoomFact[] {
  if (costMicroUsd === 0 || state.header === null) return [];
  const totalMicroUsd = state.header.totalMicroUsd + (costMicroUsd ?? 0);
  const unknownCalls = state.header.unknownCalls + (costMicroUsd === null ? 1 : 0);
  const { callId, nodeId } = call;
  return [{ type: 'cost.updated', data: { callId, nodeId, costMicroUsd, totalMicroUsd, unknownCalls } }];
}

/** Room that everything but the texts may take in the entry of an end: envelope, error, usage. */
const END_OVERHEAD_BYTES = 8 * 1024;

const TEXTS = ['text', 'reasoning', 'toolCalls', 'carry'] as const;

/** The end as its entry holds it: texts that are long, or that JSON makes long, become blobs of the run. */
function fitEnd(state: RoomState, turn: Turn, end: CallEnd): CallEnd {
  const { inlineOutputBytes, entryBytes } = state.config.limits;
  const fitted = withTexts(state, turn, end, inlineOutputBytes);
  if (utf8Length(JSON.stringify(fitted)) + END_OVERHEAD_BYTES <= entryBytes) return fitted;
  return withTexts(state, turn, fitted, 0);
}

function withTexts(state: RoomState, turn: Turn, end: CallEnd, maxBytes: number): CallEnd {
  const texts: { [name in (typeof TEXTS)[number]]?: CallText } = {};
  for (const name of TEXTS) {
    const text = fitText(state, turn, end[name], maxBytes);
    if (text !== undefined) texts[name] = text;
  }
  return { ...end, ...texts };
}

/** A text of more than `maxBytes` becomes a blob of the run. */
export function fitText(
  state: RoomState,
  turn: Turn,
  text: CallText | undefined,
  maxBytes: number,
): CallText | undefined {
  if (text?.kind !== 'inline') return text;
  const bytes = utf8Length(text.text);
  return bytes <= maxBytes ? text : { kind: 'blob', hash: keepBlob(state, turn, text.text, bytes), bytes };
}

/** Keeps a text as a blob of the run. @returns its hash. */
export function keepBlob(state: RoomState, turn: Turn, text: string, bytes: number): string {
  const hash = hashText(text);
  if (!state.blobs.has(hash)) {
    state.blobs.set(hash, bytes);
    turn.blobs.push({ hash, text });
  }
  return hash;
}
