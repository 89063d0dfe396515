import { expireApprovals, nextDeadline } from './approvals.ts';
import { HELLO_DEADLINE_MS, SILENCE_FACTOR } from './deadlines.ts';
import { decideClaims, parkRun } from './host-changes.ts';
import { drop } from './handle-connection.ts';
import { dropWithoutRights, rightsEnd } from './handle-link-ends.ts';
import type { Connection, RoomState, Turn } from './room-state.ts';
import { expireRun } from './removal.ts';
import { isOver } from './run-header.ts';
import { sendDeltas } from './send-deltas.ts';
import { tellWaiting } from './tell-waiting.ts';

/** Does whatever is due. Being called early or late is no mistake: everything is checked against the time. */
export function tick(state: RoomState, turn: Turn): void {
  const { now } = turn;
  const { lease } = state;
  if (decidesAt(state) !== null && now >= (lease.decideAt ?? 0)) decideClaims(state, turn);
  if (state.lease.kind === 'held' && now >= state.lease.expiresAt) parkRun(state, turn, 'expired', null);
  expireApprovals(state, turn);
  tellWaiting(state, turn);
  expireRun(state, turn);
  if (state.deltasDueAt !== null && now >= state.deltasDueAt) sendDeltas(state, turn);
  if (state.checkpointAt !== null && now >= state.checkpointAt) {
    state.checkpointAt = null;
    turn.partials = state.streams.checkpoint();
  }
  dropWithoutRights(state, turn);
  for (const connection of [...state.connections.values()]) {
    const deadline = deadlineOf(state, connection);
    if (now < deadline) continue;
    drop(state, turn, connection, connection.grant === null ? 'unauthorized' : 'flooding');
  }
}

/** Relay time at which the next tick is due; null = nothing is waited for. */
export function nextWake(state: RoomState): number | null {
  const { lease, header } = state;
  const isLive = header !== null && !isOver(header);
  const times = [
    decidesAt(state),
    lease.kind === 'held' && isLive ? lease.expiresAt : null,
    nextDeadline(state),
    isLive && header.phase === 'running' ? state.tellWaitingAt : null,
    state.deltasDueAt,
    state.checkpointAt,
    ...[...state.connections.values()].map((connection) =>
      Math.min(deadlineOf(state, connection), rightsEnd(state, connection)),
    ),
  ].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** A lease that cannot be written down is given to nobody [RM1]: claims wait until storage works. */
function decidesAt({ lease, storageFailed }: RoomState): number | null {
  return storageFailed ? null : lease.decideAt;
}

function deadlineOf(state: RoomState, connection: Connection): number {
  if (connection.grant === null) return connection.openedAt + HELLO_DEADLINE_MS;
  return connection.heardAt + state.config.limits.heartbeatMs * SILENCE_FACTOR;
}
