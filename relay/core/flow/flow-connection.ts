import { flowClientMessageSchema, type FlowClientMessage } from '#shared/protocol/flow-messages.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import { CLOSE_CODES } from '#shared/protocol/messages.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { isAllowed } from '../../auth/decide.ts';
import { FLOW_FRAME_ACTIONS } from '../../auth/needed-action.ts';
import type { Grant } from '../grant.ts';
import { catchUp } from './catch-up.ts';
import {
  newFlowConnection,
  present,
  send,
  type FlowConnection,
  type FlowState,
  type FlowTurn,
} from './flow-state.ts';
import { syncDocument, updateDocument } from './handle-doc.ts';
import { notAllowed } from './handle-update.ts';
import { isOfEndedLink, mayEnterFlow } from './may-enter-flow.ts';
import { noteChange, noteGone, sendRoster, showPresence } from './presence.ts';
import { allRuns } from './run-list.ts';

/** Used tickets lie in one stored value, which must not outgrow it. */
const TICKETS_REMEMBERED = 2_000;

/** A socket came with its ticket. Each ticket opens one socket; nothing else happens before its hello. */
export function opened(
  state: FlowState,
  turn: FlowTurn,
  input: { readonly connectionId: string; readonly ticket: string; readonly ticketExpiresAt: number },
): void {
  const { connectionId, ticket, ticketExpiresAt } = input;
  const isUsed = Object.hasOwn(state.tickets, ticket);
  if (isUsed || state.record === null || state.connections.has(connectionId))
    return close(turn, connectionId, 'unauthorized');
  const live = Object.entries(state.tickets).filter(([, expiresAt]) => expiresAt >= turn.now);
  if (live.length >= TICKETS_REMEMBERED) return close(turn, connectionId, 'flooding');
  // Kept beyond its end by the tolerance with which it is checked.
  const keptUntil = ticketExpiresAt + state.config.limits.clockToleranceMs;
  state.tickets = Object.fromEntries([...live, [ticket, keptUntil]]);
  turn.ticketsChanged = true;
  state.connections.set(connectionId, newFlowConnection(connectionId, state, turn.now));
}

/** @param grant null when the token is not valid. Said again with a fresh token, it renews the connection's rights. */
export function greeted(
  state: FlowState,
  turn: FlowTurn,
  input: { readonly connectionId: string; readonly protocol: number; readonly grant: Grant | null },
): void {
  const connection = heard(state, turn, input.connectionId);
  if (connection === null || state.record === null) return;
  const { grant } = input;
  if (input.protocol !== PROTOCOL_VERSION) {
    fail(turn, connection, weftError('protocol-version', 'This page is out of date. Reload it.'));
    return drop(state, turn, connection, 'protocolVersion');
  }
  const before = connection.grant;
  const isSamePerson = before === null || before.personId === grant?.personId;
  if (grant !== null && isOfEndedLink(state.record, grant, turn.now)) {
    fail(turn, connection, weftError('link-ended', 'This link does not work any more.'));
    return drop(state, turn, connection, 'revoked');
  }
  if (grant === null || !isSamePerson || !mayEnterFlow(state.record, grant, turn.now)) {
    fail(turn, connection, weftError('not-allowed', 'This link does not open this flow.'));
    return drop(state, turn, connection, 'unauthorized');
  }
  if (before === null && present(state).length >= state.config.limits.personsPerFlow) {
    fail(
      turn,
      connection,
      weftError('room-full', 'Too many people are here. Changes reach you a little later.'),
    );
    return drop(state, turn, connection, 'full');
  }
  connection.grant = grant;
  const { id } = connection;
  const { personId, role } = grant;
  const protocolVersion = PROTOCOL_VERSION;
  const ready = { connectionId: id, personId, role, protocolVersion, now: turn.now };
  send(turn, connection, { type: 'connection.ready', data: ready });
  if (before === null) {
    send(turn, connection, { type: 'runs', data: allRuns(state) });
    sendRoster(state, turn, connection);
  }
  if (before?.role !== role) noteChange(state, turn, connection);
}

/** A socket is gone: the others learn of it. */
export function closed(state: FlowState, turn: FlowTurn, connectionId: string): void {
  const connection = state.connections.get(connectionId);
  if (connection === undefined) return;
  state.connections.delete(connectionId);
  if (connection.grant !== null) noteGone(state, turn, connection);
}

/** A frame that was no JSON, or too large: answered and otherwise like none. */
export function unreadable(
  state: FlowState,
  turn: FlowTurn,
  input: { readonly connectionId: string; readonly error: WeftError },
): void {
  const connection = heard(state, turn, input.connectionId);
  if (connection) fail(turn, connection, input.error);
}

/** Every frame counts, whatever is in it: a greeting costs a signature, and every refusal an answer. */
function heard(state: FlowState, turn: FlowTurn, connectionId: string): FlowConnection | null {
  const connection = state.connections.get(connectionId);
  if (connection === undefined) return null;
  connection.heardAt = turn.now;
  if (connection.frames.take(turn.now) === 0) return connection;
  fail(turn, connection, weftError('too-many-commands', 'Too many frames.', { retryable: true }));
  drop(state, turn, connection, 'flooding');
  return null;
}

/** @param value the frame's JSON. */
export function received(
  state: FlowState,
  turn: FlowTurn,
  input: { readonly connectionId: string; readonly value: unknown },
): void {
  const connection = heard(state, turn, input.connectionId);
  if (connection === null) return;
  const { grant } = connection;
  if (grant === null) return fail(turn, connection, weftError('out-of-turn', 'Say hello first.'));
  if (turn.now > grant.expiresAt + state.config.limits.clockToleranceMs) {
    fail(turn, connection, weftError('not-allowed', 'Your access has to be renewed.', { retryable: true }));
    return drop(state, turn, connection, 'unauthorized');
  }
  const message = flowClientMessageSchema.safeParse(input.value);
  if (!message.success)
    return fail(turn, connection, weftError('bad-frame', 'This is no message that the relay knows.'));
  const problem = carryOut(state, turn, connection, grant, message.data);
  if (problem) fail(turn, connection, problem);
}

function carryOut(
  state: FlowState,
  turn: FlowTurn,
  connection: FlowConnection,
  grant: Grant,
  message: FlowClientMessage,
): WeftError | null {
  const action = FLOW_FRAME_ACTIONS[message.type];
  // An edit is refused under its number, so that its sender knows which.
  if (message.type === 'doc.update') return updateDocument(state, turn, connection, grant, message);
  if (action !== null && !isAllowed(grant.role, action)) return notAllowed();
  switch (message.type) {
    case 'hello':
      // Greetings come as an input of their own, with their token verified.
      return weftError('out-of-turn', 'A greeting cannot come here.');
    case 'doc.sync':
      return syncDocument(state, turn, connection, message);
    case 'presence':
      return showPresence(state, turn, connection, message.data);
    case 'credit':
      connection.outbox.confirmed(message.data.frames, turn.now);
      catchUp(state, turn, connection);
      return null;
    case 'ping':
      connection.outbox.confirmed(null, turn.now);
      send(turn, connection, { type: 'pong', data: { sentAt: message.data.sentAt, now: turn.now } });
      catchUp(state, turn, connection);
      return null;
    default:
      return message satisfies never;
  }
}

function fail(turn: FlowTurn, connection: FlowConnection, error: WeftError): void {
  turn.effects.push({ type: 'count', what: 'refused' });
  send(turn, connection, { type: 'error', data: { error } });
}

function close(turn: FlowTurn, connectionId: string, why: keyof typeof CLOSE_CODES): void {
  turn.effects.push({ type: 'close', connectionId, code: CLOSE_CODES[why], reason: why });
}

/** Closes a connection from here. */
export function drop(
  state: FlowState,
  turn: FlowTurn,
  connection: FlowConnection,
  why: keyof typeof CLOSE_CODES,
): void {
  close(turn, connection.id, why);
  closed(state, turn, connection.id);
}
