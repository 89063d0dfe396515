import { isLive } from '../../auth/flow-links.ts';
import { HELLO_DEADLINE_MS, SILENCE_FACTOR } from '../deadlines.ts';
import { drop } from './flow-connection.ts';
import type { FlowConnection, FlowState, FlowTurn } from './flow-state.ts';
import { ASSEMBLY_MS } from './handle-doc.ts';
import { sendPresence } from './presence.ts';

/** Does whatever is due. Being called early or late is no mistake: everything is checked against the time. */
export function flowTick(state: FlowState, turn: FlowTurn): void {
  const { now } = turn;
  for (const connection of [...state.connections.values()]) {
    if (now >= silenceEnd(state, connection))
      drop(state, turn, connection, connection.grant === null ? 'unauthorized' : 'flooding');
    else if (now >= rightsEnd(state, connection)) endRights(state, turn, connection);
    if (connection.assembly && now >= connection.assembly.begunAt + ASSEMBLY_MS) connection.assembly = null;
  }
  if (state.presenceDueAt !== null && now >= state.presenceDueAt) sendPresence(state, turn);
}

/** Closes what belongs to links that have ended by now. */
export function dropEnded(state: FlowState, turn: FlowTurn): void {
  for (const connection of [...state.connections.values()])
    if (connection.grant && !isLinkLive(state, connection, turn.now))
      drop(state, turn, connection, 'revoked');
}

function endRights(state: FlowState, turn: FlowTurn, connection: FlowConnection): void {
  const isRevoked = !isLinkLive(state, connection, turn.now);
  drop(state, turn, connection, isRevoked ? 'revoked' : 'unauthorized');
}

function isLinkLive(state: FlowState, { grant }: FlowConnection, now: number): boolean {
  const link = state.record?.links.find(({ linkId }) => linkId === grant?.linkId);
  return link !== undefined && isLive(link, now);
}

/** Relay time at which the next tick is due; null = nothing is waited for. */
export function nextFlowWake(state: FlowState): number | null {
  const times = [...state.connections.values()].flatMap((connection) => [
    silenceEnd(state, connection),
    rightsEnd(state, connection),
    connection.assembly ? connection.assembly.begunAt + ASSEMBLY_MS : Number.POSITIVE_INFINITY,
  ]);
  const next = Math.min(
    ...times,
    state.presenceDueAt ?? Number.POSITIVE_INFINITY,
    state.pushes.dueAt() ?? Number.POSITIVE_INFINITY,
    state.removals.dueAt() ?? Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(next) ? next : null;
}

function silenceEnd({ config }: FlowState, { grant, openedAt, heardAt }: FlowConnection): number {
  return grant === null ? openedAt + HELLO_DEADLINE_MS : heardAt + config.limits.heartbeatMs * SILENCE_FACTOR;
}

/** When its link ends, or its token has ended and was not renewed. */
function rightsEnd({ record, config }: FlowState, { grant }: FlowConnection): number {
  if (grant === null) return Number.POSITIVE_INFINITY;
  const link = record?.links.find(({ linkId }) => linkId === grant.linkId);
  const tokenEnd = grant.expiresAt + config.limits.clockToleranceMs + 1;
  return Math.min(link?.endsAt ?? Number.POSITIVE_INFINITY, tokenEnd);
}
