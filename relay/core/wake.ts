import type { CallEnd } from '#shared/run/call.ts';
import { weftError } from '#shared/run/errors.ts';
import { isSafeMethod } from '#shared/run/http-call.ts';
import { handedIn, type CallRecord } from './call-record.ts';
import { callEnded, setCall } from './handle-call-progress.ts';
import { leaseAfterRestart } from './lease.ts';
import { reportNow } from './report.ts';
import type { RoomState, Turn } from './room-state.ts';
import { isOver } from './run-header.ts';
import type { StoredRun } from './stored-run.ts';

/**
 * The room has just been loaded from storage. What was accepted and not sent goes on, and so does what a provider has
 * taken under a number: one asks for it again [RK8]. What else was sent and has no end is lost: it ends as unknown, and
 * is never repeated by the room [CA1]. The host gets a whole lease to come back.
 */
export function wake(state: RoomState, turn: Turn, stored: StoredRun): void {
  const { header } = stored;
  // The flow's list may lack what was reported last: it went with the process that was killed [FR9].
  reportNow(state, turn);
  if (header.sealed) return;
  if (header.phase === 'running' || header.phase === 'paused')
    state.lease = leaseAfterRestart(header, turn.now, state.config.limits);
  for (const call of stored.calls) {
    if (call.phase === 'sent' && !goOnAsking(state, turn, call)) endLost(state, turn, call, stored);
    if (call.phase === 'accepted') state.queue.add(call);
  }
}

/** @returns false when there is nothing to ask with. A run that is over wants no answer any more. */
function goOnAsking(state: RoomState, turn: Turn, call: CallRecord): boolean {
  const known = handedIn(call);
  const request = state.requests.get(call.callId);
  if (known === null || request === undefined || state.header === null || isOver(state.header)) return false;
  state.queue.occupy(call);
  state.streams.open(call.callId, call.nodeId);
  turn.effects.push({ type: 'call.start', callId: call.callId, request, handedIn: known });
  return true;
}

function endLost(state: RoomState, turn: Turn, call: CallRecord, stored: StoredRun): void {
  const partial = stored.partials.find(({ callId }) => callId === call.callId);
  for (const channel of ['text', 'reasoning'] as const) {
    const chunks = partial?.chunks[channel] ?? 0;
    for (let index = 0; index < chunks; index += 1)
      turn.droppedPartials.push({ callId: call.callId, channel, index });
  }
  const request = state.requests.get(call.callId);
  const isHttp = request?.kind === 'http';
  const isFree = isHttp || state.config.isFree(call.provider);
  const isSafe = isHttp ? isSafeMethod(request.method) : isFree;
  const end: CallEnd = {
    outcome: 'unknown',
    retry: isSafe ? 'safe' : 'ask',
    error: weftError('unknown-outcome', lostWords(isSafe, isHttp), {
      retryable: isSafe,
      providerId: call.provider,
    }),
    ...(partial?.text ? { text: { kind: 'inline', text: partial.text } as const } : {}),
    ...(partial?.reasoning ? { reasoning: { kind: 'inline', text: partial.reasoning } as const } : {}),
    costMicroUsd: isFree ? 0 : null,
    durationMs: Math.max(0, turn.now - (call.sentAt ?? turn.now)),
  };
  setCall(state, turn, call);
  callEnded(state, turn, call.callId, end);
}

function lostWords(isSafe: boolean, isHttp: boolean): string {
  if (isSafe) return 'The relay stopped during this call. It is made again.';
  const what = isHttp ? 'The request may have arrived' : 'It may have been billed';
  return `The relay stopped during this call. ${what}: decide whether to make it again.`;
}
