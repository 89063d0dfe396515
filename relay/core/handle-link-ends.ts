import { drop } from './handle-connection.ts';
import { endOf, hasEnded, withLinkEnds, type LinkEnd } from './link-ends.ts';
import type { Connection, RoomState, Turn } from './room-state.ts';

/** The flow's room says that links have ended, or will: their sockets are closed, also those of a host. */
export function noteLinkEnds(state: RoomState, turn: Turn, ends: readonly LinkEnd[]): void {
  const next = withLinkEnds(state.linkEnds, ends);
  if (next === state.linkEnds) return;
  state.linkEnds = next;
  turn.linkEndsChanged = true;
  dropWithoutRights(state, turn);
}

/** Closes what belongs to links that have ended, and what has let its token end. */
export function dropWithoutRights(state: RoomState, turn: Turn): void {
  for (const connection of [...state.connections.values()]) {
    if (turn.now < rightsEnd(state, connection) || connection.grant === null) continue;
    const isRevoked = hasEnded(state.linkEnds, connection.grant, turn.now);
    drop(state, turn, connection, isRevoked ? 'revoked' : 'unauthorized');
  }
}

/** Relay time from which a connection has no rights any more, unless they are renewed before. */
export function rightsEnd({ linkEnds, config }: RoomState, { grant }: Connection): number {
  if (grant === null) return Number.POSITIVE_INFINITY;
  return Math.min(endOf(linkEnds, grant.linkId), grant.expiresAt + config.limits.clockToleranceMs + 1);
}
