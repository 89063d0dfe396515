import type { Delta } from '#shared/protocol/messages.ts';
import type { Connection, RoomState, Turn, Viewer } from './room-state.ts';

/**
 * Characters of deltas in one frame. JSON may write a character with six bytes, so this stays below LIMITS.frameBytes;
 * a longer partial text comes in several frames, one a window.
 */
const DELTA_FRAME_CHARACTERS = 64 * 1024;

/** News arrived: it goes out at once when the window is over, else together with the rest of the window. */
export function noteDeltas(state: RoomState, turn: Turn): void {
  const dueAt = state.deltasSentAt + state.config.limits.deltaWindowMs;
  if (turn.now >= dueAt) sendDeltas(state, turn);
  else state.deltasDueAt ??= dueAt;
}

/** One frame per viewer with everything that it has not seen of any stream. Viewers at the same place share the frame. */
export function sendDeltas(state: RoomState, turn: Turn): void {
  state.deltasDueAt = null;
  const frames = new Map<string, string>();
  for (const connection of state.connections.values()) {
    if (connection.viewer === null || connection.credit === 0) continue;
    const deltas = nextDeltas(state, connection.viewer);
    if (deltas.length === 0) continue;
    const place = deltas.map(({ callId, channel, offset }) => `${callId}/${channel}/${offset}`).join();
    const frame = frames.get(place) ?? deltaFrame(deltas);
    frames.set(place, frame);
    pay(turn, connection);
    // A window in which nothing was said holds nothing back: the next word goes out at once.
    state.deltasSentAt = turn.now;
    turn.effects.push({ type: 'send', connectionId: connection.id, frame });
    const isFull = deltas.reduce((sum, { text }) => sum + text.length, 0) >= DELTA_FRAME_CHARACTERS;
    if (isFull) state.deltasDueAt = turn.now + state.config.limits.deltaWindowMs;
  }
}

/** What a viewer has not seen yet; its offsets move on. */
export function nextDeltas(state: RoomState, viewer: Viewer): readonly Delta[] {
  return state.streams.beyond(viewer.offsets, viewer.filter.passesDelta, DELTA_FRAME_CHARACTERS);
}

/** A frame costs one credit; with the last of it the stream waits for the reader. */
export function pay(turn: Turn, connection: Connection): void {
  if (connection.credit === 1) turn.effects.push({ type: 'count', what: 'stalled' });
  connection.credit = Math.max(0, connection.credit - 1);
}

function deltaFrame(deltas: readonly Delta[]): string {
  return JSON.stringify({ type: 'delta', data: { deltas } });
}
