import { CLOSE_CODES, type ConnectionMessage } from '#shared/protocol/messages.ts';
import { connectionMessageSchema } from '#shared/protocol/requests.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import type { CallRequest } from '#shared/run/call.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { isAllowed } from '../auth/decide.ts';
import { FRAME_ACTIONS } from '../auth/needed-action.ts';
import { mayEnterRun } from './may-enter-run.ts';
import type { Grant } from './grant.ts';
import { handleCommand } from './handle-command.ts';
import { offerRun } from './host-changes.ts';
import { leaseAfterClose } from './lease.ts';
import { hasEnded } from './link-ends.ts';
import { NO_LOOK, type PictureLook } from './named-pictures.ts';
import { newConnection, send, type Connection, type RoomState, type Turn } from './room-state.ts';
import { subscribe, takeCredit } from './subscribe.ts';

/** Used tickets lie in one stored value, which must not outgrow it: four sockets for each viewer within two minutes. */
const TICKETS_REMEMBERED = 2_000;

/** A socket came with its ticket. Each ticket opens one socket; nothing else happens before its hello. */
export function opened(
  state: RoomState,
  turn: Turn,
  input: { readonly connectionId: string; readonly ticket: string; readonly ticketExpiresAt: number },
): void {
  const { connectionId, ticket, ticketExpiresAt } = input;
  const isUsed = Object.hasOwn(state.tickets, ticket);
  if (isUsed || state.header === null || state.connections.has(connectionId)) {
    turn.effects.push(closing(connectionId, 'unauthorized', 'ticket'));
    return;
  }
  const live = Object.entries(state.tickets).filter(([, expiresAt]) => expiresAt >= turn.now);
  if (live.length >= TICKETS_REMEMBERED) {
    turn.effects.push(closing(connectionId, 'flooding', 'flooding'));
    return;
  }
  // Kept beyond its end by the tolerance with which it is checked.
  const keptUntil = ticketExpiresAt + state.config.limits.clockToleranceMs;
  state.tickets = Object.fromEntries([...live, [ticket, keptUntil]]);
  turn.ticketsChanged = true;
  state.connections.set(connectionId, newConnection(connectionId, state, turn.now));
}

/** @param grant null when the token is not valid. Said again with a fresh token, it renews the connection's rights. */
export function greeted(
  state: RoomState,
  turn: Turn,
  input: { readonly connectionId: string; readonly protocol: number; readonly grant: Grant | null },
): void {
  const connection = heard(state, turn, input.connectionId);
  if (connection === null || state.header === null) return;
  const { grant } = input;
  if (input.protocol !== PROTOCOL_VERSION) {
    fail(turn, connection, weftError('protocol-version', 'This page is out of date. Reload it.'));
    return drop(state, turn, connection, 'protocolVersion');
  }
  if (grant !== null && hasEnded(state.linkEnds, grant, turn.now)) {
    fail(turn, connection, weftError('link-ended', 'This link does not work any more.'));
    return drop(state, turn, connection, 'revoked');
  }
  const isSamePerson = connection.grant === null || connection.grant.personId === grant?.personId;
  if (grant === null || !isSamePerson || !mayEnterRun(state.header, grant, turn.now, state.linkEnds)) {
    fail(turn, connection, weftError('not-allowed', 'This link does not open this run.'));
    return drop(state, turn, connection, 'unauthorized');
  }
  const present = [...state.connections.values()].filter((other) => other.grant !== null).length;
  if (connection.grant === null && present >= state.config.limits.viewersPerRun) {
    fail(
      turn,
      connection,
      weftError('rate-limited-here', 'Too many people watch this run. Try again later.'),
    );
    return drop(state, turn, connection, 'flooding');
  }
  connection.grant = grant;
  send(turn, connection.id, {
    type: 'connection.ready',
    data: {
      connectionId: connection.id,
      personId: grant.personId,
      role: grant.role,
      protocolVersion: PROTOCOL_VERSION,
      now: turn.now,
      head: state.header.head,
    },
  });
  offerRun(state, turn, connection);
}

/** The host's socket may be gone for a moment only: the lease waits a little. */
export function closed(state: RoomState, turn: Turn, connectionId: string): void {
  state.connections.delete(connectionId);
  state.lease = leaseAfterClose(state.lease, connectionId, turn.now, state.config.limits);
}

/** A frame that was no JSON, or too large: answered and otherwise like none. */
export function unreadable(
  state: RoomState,
  turn: Turn,
  input: { readonly connectionId: string; readonly error: WeftError },
): void {
  const connection = heard(state, turn, input.connectionId);
  if (connection) fail(turn, connection, input.error);
}

/** Every frame counts, whatever is in it: a greeting costs a signature, and every refusal an answer. */
function heard(state: RoomState, turn: Turn, connectionId: string): Connection | null {
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
  state: RoomState,
  turn: Turn,
  input: {
    readonly connectionId: string;
    readonly value: unknown;
    readonly requests?: ReadonlyMap<string, CallRequest | null> | undefined;
    readonly pictures?: PictureLook | undefined;
  },
): void {
  const connection = heard(state, turn, input.connectionId);
  if (connection === null) return;
  const { grant } = connection;
  if (grant === null) return fail(turn, connection, weftError('out-of-turn', 'Say hello first.'));
  if (turn.now > grant.expiresAt + state.config.limits.clockToleranceMs) {
    fail(turn, connection, weftError('not-allowed', 'Your access has to be renewed.', { retryable: true }));
    return drop(state, turn, connection, 'unauthorized');
  }
  const problem = deal(state, turn, connection, grant, input);
  if (problem) fail(turn, connection, problem);
}

function deal(
  state: RoomState,
  turn: Turn,
  connection: Connection,
  grant: Grant,
  input: Parameters<typeof received>[2],
): WeftError | null {
  const { value } = input;
  if (value !== null && typeof value === 'object' && 'clientId' in value) {
    const { id, commands } = connection;
    const requests = input.requests ?? new Map<string, null>();
    const { pictures = NO_LOOK } = input;
    const sender = { grant, connectionId: id, bucket: commands, requests, pictures };
    return handleCommand(state, turn, sender, value);
  }
  const message = connectionMessageSchema.safeParse(value);
  if (!message.success) return weftError('bad-frame', 'This is no message that the relay knows.');
  const action = FRAME_ACTIONS[message.data.type];
  if (action !== null && !isAllowed(grant.role, action))
    return weftError('not-allowed', 'Your link does not allow this.');
  return carryOut(state, turn, connection, message.data);
}

function carryOut(
  state: RoomState,
  turn: Turn,
  connection: Connection,
  message: ConnectionMessage,
): WeftError | null {
  switch (message.type) {
    case 'hello':
      // Greetings come as an input of their own, with their token verified.
      return weftError('out-of-turn', 'A greeting cannot come here.');
    case 'subscribe':
      return subscribe(state, turn, connection, message.data);
    case 'unsubscribe':
      connection.viewer = null;
      return null;
    case 'credit':
      return takeCredit(state, turn, connection, message.data.frames);
    case 'ping':
      send(turn, connection.id, { type: 'pong', data: { sentAt: message.data.sentAt, now: turn.now } });
      return null;
    default:
      return message satisfies never;
  }
}

function fail(turn: Turn, connection: Connection, error: WeftError): void {
  send(turn, connection.id, { type: 'error', data: { error } });
}

function closing(connectionId: string, why: keyof typeof CLOSE_CODES, reason: string) {
  return { type: 'close', connectionId, code: CLOSE_CODES[why], reason } as const;
}

/** Closes a connection from here; the lease treats it like any closed socket. */
export function drop(
  state: RoomState,
  turn: Turn,
  connection: Connection,
  why: keyof typeof CLOSE_CODES,
): void {
  turn.effects.push(closing(connection.id, why, why));
  closed(state, turn, connection.id);
}
