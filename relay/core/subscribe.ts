import type { ConnectionMessage } from '#shared/protocol/messages.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { createFilter } from './filter.ts';
import { send, type Connection, type RoomState, type Turn, type Viewer } from './room-state.ts';
import { nextDeltas } from './send-deltas.ts';
import { catchUp, fallBehind } from './send-entries.ts';

/** Starts the live stream after a number that the reader has. What the tail no longer holds is read from pages first. */
export function subscribe(
  state: RoomState,
  turn: Turn,
  connection: Connection,
  data: Extract<ConnectionMessage, { type: 'subscribe' }>['data'],
): WeftError | null {
  const head = state.header?.head ?? 0;
  if (data.after > head) return weftError('out-of-turn', 'The log is not that long.');
  connection.viewer = null;
  if (!state.tail.covers(data.after)) {
    fallBehind(turn, connection, head);
    return null;
  }
  const viewer: Viewer = {
    filter: createFilter(data.filter),
    through: data.after,
    offsets: new Map(),
  };
  connection.viewer = viewer;
  connection.credit = state.config.limits.creditFrames;
  const partials = [...nextDeltas(state, viewer)];
  send(turn, connection.id, { type: 'subscribed', data: { head, now: turn.now, partials } });
  catchUp(state, turn, connection);
  state.deltasDueAt ??= turn.now + state.config.limits.deltaWindowMs;
  return null;
}

/** The reader has dealt with some frames: what waited for that goes on. */
export function takeCredit(state: RoomState, turn: Turn, connection: Connection, frames: number): null {
  const wasOut = connection.credit === 0;
  connection.credit = Math.min(state.config.limits.creditFrames, connection.credit + frames);
  catchUp(state, turn, connection);
  // What streams said meanwhile goes out with the next window.
  if (wasOut && connection.viewer) state.deltasDueAt ??= turn.now + state.config.limits.deltaWindowMs;
  return null;
}
