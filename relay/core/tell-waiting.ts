import { callWaiting } from './handle-call-progress.ts';
import type { RoomState, Turn } from './room-state.ts';
import { waitingWords } from './waiting-words.ts';

/** Shorter waits just pass. */
const FIRST_TOLD_MS = 1_000;
const TOLD_AGAIN_MS = 5_000;
/** Whoever is further back hears it later: a line of thousands would fill the log. */
const TOLD_AT_ONCE = 20;

/** Calls are in line: if they still are in a moment, they are told. */
export function noteWaiting(state: RoomState, turn: Turn): void {
  if (state.tellWaitingAt === null && state.queue.size() > 0) state.tellWaitingAt = turn.now + FIRST_TOLD_MS;
}

/** Says on the steps of the calls that are next how many others of their provider are before them [RK1]. */
export function tellWaiting(state: RoomState, turn: Turn): void {
  if (state.tellWaitingAt === null || turn.now < state.tellWaitingAt) return;
  if (state.header?.phase !== 'running') return;
  const before = new Map<string, number>();
  for (const { callId, provider } of state.queue.waiting().slice(0, TOLD_AT_ONCE)) {
    const ahead = before.get(provider) ?? 0;
    before.set(provider, ahead + 1);
    if (state.toldAhead.get(callId) === ahead) continue;
    state.toldAhead.set(callId, ahead);
    callWaiting(state, turn, callId, waitingWords(state.config.labelOf?.(provider) ?? null, ahead));
  }
  state.tellWaitingAt = state.queue.size() > 0 ? turn.now + TOLD_AGAIN_MS : null;
}
