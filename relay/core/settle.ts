import { appendOwn } from './append-facts.ts';
import type { CallEnd } from '#shared/run/call.ts';
import { weftError } from '#shared/run/errors.ts';
import { callEnded } from './handle-call-progress.ts';
import { FREE_LEASE } from './lease.ts';
import { reportSummary } from './report.ts';
import type { RoomState, Turn } from './room-state.ts';
import { isOver, type RunHeader } from './run-header.ts';
import { sendEntries } from './send-entries.ts';
import { noteWaiting } from './tell-waiting.ts';

/**
 * The end of every turn: what follows by itself from what has happened. Calls that may start are started, a run that is
 * over and waits for nothing is sealed, viewers get the new entries.
 */
export function settle(state: RoomState, turn: Turn, before: RunHeader | null): void {
  if (state.header && isOver(state.header) && !state.header.sealed) windDown(state, turn);
  if (state.header && !isOver(state.header)) startCalls(state, turn);
  state.tail.trim(turn.now);
  if (turn.records.length > 0) {
    const others = turn.effects.splice(0);
    sendEntries(state, turn);
    turn.effects.push(...others);
  }
  reportSummary(state, turn, before);
}

/** No new call starts while the run is paused [SC3]; those at work go on. */
function startCalls(state: RoomState, turn: Turn): void {
  if (state.header?.phase !== 'running') return;
  for (let call = state.queue.next(); call !== null; call = state.queue.next()) {
    const request = state.requests.get(call.callId);
    if (request === undefined) {
      callEnded(state, turn, call.callId, lostRequest());
      continue;
    }
    state.streams.open(call.callId, call.nodeId);
    turn.effects.push({ type: 'call.start', callId: call.callId, request });
  }
  noteWaiting(state, turn);
}

/** Waiting calls end unsent, those at work are aborted once, and when the last one has ended the run is sealed. */
function windDown(state: RoomState, turn: Turn): void {
  for (const { callId } of state.queue.waiting()) callEnded(state, turn, callId, abortedUnsent());
  const open = [...state.calls.values()].filter((call) => call.phase !== 'ended');
  if (!state.sealing) {
    for (const { callId } of open) turn.effects.push({ type: 'call.abort', callId });
  }
  state.sealing = true;
  if (open.length > 0) return;
  state.lease = FREE_LEASE;
  appendOwn(state, turn, [{ type: 'execution.sealed', data: {} }]);
}

export function abortedUnsent(): CallEnd {
  const error = weftError('aborted', 'Stopped before it was sent.');
  return { outcome: 'aborted', retry: 'never', error, costMicroUsd: 0, durationMs: 0 };
}

function lostRequest(): CallEnd {
  const error = weftError('blob-missing', 'The request of this call is gone. Run the node again.');
  return { outcome: 'error', retry: 'never', error, costMicroUsd: 0, durationMs: 0 };
}
