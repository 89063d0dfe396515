import type { LogRecord } from './log-record.ts';
import { send, type Connection, type RoomState, type Turn, type Viewer } from './room-state.ts';
import { pay } from './send-deltas.ts';

/** Bytes of a frame around its entries. */
const ENTRIES_OVERHEAD_BYTES = 200;

/** Gives every viewer what it has not had yet, as far as its credit goes. Called once at the end of a turn. */
export function sendEntries(state: RoomState, turn: Turn): void {
  const frames = new Map<string, string>();
  for (const connection of state.connections.values()) catchUp(state, turn, connection, frames);
}

/**
 * Sends from the viewer's place to the head. Without credit it stops, and goes on when credit comes back; when the tail
 * has moved on meanwhile, the reader is told that it is behind and reads pages.
 */
export function catchUp(
  state: RoomState,
  turn: Turn,
  connection: Connection,
  frames: Map<string, string> = new Map(),
): void {
  const { viewer } = connection;
  const head = state.header?.head ?? 0;
  // While writes fail the room is ahead of its storage: nobody is told what a kill would take back [RM1].
  if (viewer === null || state.storageFailed) return;
  while (viewer.through < head) {
    if (connection.credit === 0) return;
    if (!state.tail.covers(viewer.through)) return fallBehind(turn, connection, head);
    const frame = nextFrame(state, viewer, frames);
    pay(turn, connection);
    turn.effects.push({ type: 'send', connectionId: connection.id, frame });
  }
}

/** The reader goes on with pages, and subscribes again. */
export function fallBehind(turn: Turn, connection: Connection, head: number): void {
  connection.viewer = null;
  turn.effects.push({ type: 'count', what: 'behind' });
  send(turn, connection.id, { type: 'behind', data: { head } });
}

/**
 * The next frame for a viewer, who moves on by it. A filter may leave it without entries: `through` still says that
 * nothing is missing.
 */
function nextFrame(state: RoomState, viewer: Viewer, frames: Map<string, string>): string {
  const from = viewer.through;
  const { records, through } = cut(state.tail.after(from), state.config.limits.frameBytes);
  const passing = viewer.filter.passesAll
    ? records
    : records.filter(({ entry }) => viewer.filter.passes(entry));
  viewer.through = through;
  if (!viewer.filter.passesAll) return entriesFrame(passing, through);
  const place = `${from}-${through}`;
  const frame = frames.get(place) ?? entriesFrame(passing, through);
  frames.set(place, frame);
  return frame;
}

/** As many records from the front as fit into a frame: one at least, since an entry is smaller than a frame. */
function cut(
  records: readonly LogRecord[],
  frameBytes: number,
): { readonly records: readonly LogRecord[]; readonly through: number } {
  let bytes = ENTRIES_OVERHEAD_BYTES;
  let count = 0;
  for (const record of records) {
    bytes += record.bytes + 1;
    if (bytes > frameBytes && count > 0) break;
    count += 1;
  }
  const fitting = records.slice(0, count);
  return { records: fitting, through: fitting.at(-1)?.entry.seq ?? 0 };
}

/** The frame from entries that are JSON already. */
export function entriesFrame(records: readonly LogRecord[], through: number): string {
  const entries = records.map(({ json }) => json).join(',');
  return `{"type":"entries","data":{"entries":[${entries}],"through":${through}}}`;
}
