import { PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import type { FlowServerMessage } from '#shared/protocol/flow-messages.ts';
import { CLOSE_CODES, type ServerMessage } from '#shared/protocol/messages.ts';
import { toWeftError, weftError, type WeftError } from '#shared/run/errors.ts';
import { reconnectDelayMs } from './backoff.ts';
import type { RoomLink, SocketHooks, Transport } from './connection-context.ts';
import type { Ack, Numbered } from './outbox.ts';
import type { OpenSocket } from './socket-like.ts';
import { endSocket, newSocketState, type SocketState } from './socket-state.ts';

/**
 * A socket to a room, whichever room it is: ticket, hello, heartbeat, and what waits in the outbox in its order. Breaks
 * are expected: it connects again with jitter and sends again what was not acknowledged. What the messages mean is the
 * business of whoever opened it.
 */

export type RoomMessage = ServerMessage | FlowServerMessage;

export interface RoomSocketOptions<
  Message extends RoomMessage,
  Body,
  Answer extends Ack,
> extends SocketHooks {
  readonly link: RoomLink<Body, Answer>;
  /** wss://host/parties/run/<id>, without a ticket. */
  readonly address: string;
  readonly open: OpenSocket;
  /** null = this cannot be read. */
  readonly parse: (json: unknown) => Message | null;
  /** Every message, after what is common to all rooms was done with it; not before the first greeting's onReady. */
  readonly receive: (message: Message) => void;
  /** Greeted for the first time on this socket: what must go out before everything that waits. */
  readonly begin: () => void;
  /** The frames of one thing that waits, in order; left out = it is a frame itself. */
  readonly framesOf?: ((item: Numbered<Body>) => readonly unknown[]) | undefined;
}

export interface RoomSocket extends Transport {
  /** Sends a frame now or never: it is dropped while there is no connection. */
  readonly write: (frame: unknown) => void;
  readonly isReady: () => boolean;
  /** What came makes no sense: begin anew. */
  readonly restart: () => void;
}

/** Time for the answer to a heartbeat. */
const ANSWER_MS = 10_000;
/** The same where there is a reason to ask: the network or the tab went or came back. */
const LOOK_MS = 5_000;
/** From ticket to `connection.ready`; something on the way may let a socket open and swallow what it carries. */
const READY_DEADLINE_MS = 15_000;
const FAILURES_BEFORE_POLLING = 3;

type AnyOptions = RoomSocketOptions<RoomMessage, object, Ack>;

interface Scope {
  readonly state: SocketState;
  readonly options: AnyOptions;
  readonly link: AnyOptions['link'];
}

export function createRoomSocket<Message extends RoomMessage, Body, Answer extends Ack>(
  given: RoomSocketOptions<Message, Body, Answer>,
): RoomSocket {
  const state = newSocketState(given.isTrial);
  // What `parse` gives is what `receive` gets, and what waits in the outbox is what `framesOf` gets.
  const options = given as unknown as AnyOptions;
  const scope: Scope = { state, options, link: options.link };
  void connect(scope);
  return Object.freeze({
    flush: () => flush(scope),
    wake() {
      if (state.closed) return;
      state.attempts = 0;
      if (state.socket === null) void connect(scope);
      else if (state.ready) look(scope);
    },
    farewell: () => flush(scope),
    close() {
      state.closed = true;
      state.cancelRetry?.();
      endSocket(state);
    },
    write(frame: unknown) {
      if (state.ready) write(scope, frame);
    },
    isReady: () => state.ready,
    restart: () => lost(scope, DEAD_PEER),
  });
}

async function connect(scope: Scope): Promise<void> {
  const { link, state, options } = scope;
  if (state.closed || state.connecting) return;
  state.connecting = true;
  state.cancelRetry?.();
  try {
    const { token } = await link.session();
    const ticket = await link.ticket();
    if (state.closed) return;
    state.token = token;
    state.socket = options.open(`${options.address}?ticket=${encodeURIComponent(ticket)}`, {
      open: () => sayHello(scope),
      message: (text) => receive(scope, text),
      closed: (code) => lost(scope, code),
    });
    state.cancelDeadline?.();
    state.cancelDeadline = link.clock.after(READY_DEADLINE_MS, () => {
      if (!state.ready) lost(scope, DEAD_PEER);
    });
  } catch (caught) {
    if (state.closed) return;
    if (state.isTrial) return giveUp(scope);
    const error = toWeftError(caught);
    if (!error.retryable) return refuse(scope, error);
    link.report({ state: 'lost', error });
    retryLater(scope);
  } finally {
    state.connecting = false;
  }
}

function sayHello(scope: Scope): void {
  const { clientId } = scope.link;
  const data = { token: scope.state.token, protocol: PROTOCOL_VERSION, clientId };
  write(scope, { type: 'hello', data });
}

function write({ link, state }: Scope, frame: unknown): void {
  link.frames('out', frame);
  state.socket?.send(JSON.stringify(frame));
}

function flush(scope: Scope): void {
  const { link, state } = scope;
  const open = link.outbox.unacknowledged();
  if (!state.isTrial) link.report({ queued: open.length });
  if (!state.ready || state.cancelResend !== null) return;
  for (const item of open) {
    if (item.n <= state.sentN) continue;
    state.sentN = item.n;
    for (const frame of scope.options.framesOf?.(item) ?? [item]) write(scope, frame);
  }
}

function receive(scope: Scope, text: string): void {
  const { link, state } = scope;
  link.frames('in', text);
  state.heardAt = link.clock.now();
  const message = parseFrame(scope, text);
  if (message !== null) return handle(scope, message);
  // A frame that cannot be read means that the two sides do not agree any more: begin anew.
  lost(scope, DEAD_PEER);
}

function parseFrame({ options }: Scope, text: string): RoomMessage | null {
  try {
    return options.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function handle(scope: Scope, message: RoomMessage): void {
  const { link, state, options } = scope;
  switch (message.type) {
    case 'connection.ready':
      return welcomed(scope, message);
    case 'ack':
      acknowledged(scope, message.data);
      break;
    case 'pong': {
      const latencyMs = Math.max(0, Math.round(link.clock.now() - message.data.sentAt));
      link.report({ latencyMs, lastSeenAt: message.data.now });
      break;
    }
    case 'error':
      if (!state.isTrial) link.report({ error: message.data.error });
      break;
    default:
      break;
  }
  options.receive(message);
}

function welcomed(scope: Scope, message: Extract<RoomMessage, { type: 'connection.ready' }>): void {
  const { link, state, options } = scope;
  const isRenewal = state.ready;
  if (!isRenewal) {
    state.cancelDeadline?.();
    state.ready = true;
    state.isTrial = false;
    state.failures = 0;
    state.attempts = 0;
    options.onReady();
  }
  options.receive(message);
  if (isRenewal) return;
  link.report({ state: 'live', error: null, lastSeenAt: message.data.now });
  options.begin();
  flush(scope);
  ping(scope);
  beatLater(scope);
}

function acknowledged(scope: Scope, ack: Extract<RoomMessage, { type: 'ack' }>['data']): void {
  const { link, state } = scope;
  const resendInMs = link.outbox.take(ack);
  link.report({ queued: link.outbox.unacknowledged().length });
  if (resendInMs === 0 || state.cancelResend !== null) return;
  if (ack.error?.code === 'not-allowed') link.forgetToken(state.token);
  state.cancelResend = link.clock.after(resendInMs, () => {
    state.cancelResend = null;
    state.sentN = 0;
    void renewHello(scope).then(() => flush(scope));
  });
}

function ping(scope: Scope): void {
  write(scope, { type: 'ping', data: { sentAt: scope.link.clock.now() } });
}

/** Asks whether the relay is still there, and does not wait long for its answer. */
function look(scope: Scope): void {
  const { link, state } = scope;
  const askedAt = link.clock.now();
  ping(scope);
  state.cancelDeadline?.();
  state.cancelDeadline = link.clock.after(LOOK_MS, () => {
    if (state.ready && state.heardAt < askedAt) lost(scope, DEAD_PEER);
  });
}

function beatLater(scope: Scope): void {
  const { link, state } = scope;
  state.cancelBeat?.();
  const { heartbeatIntervalMs } = link.options;
  state.cancelBeat = link.clock.after(heartbeatIntervalMs, () => {
    if (link.clock.now() - state.heardAt > heartbeatIntervalMs + ANSWER_MS) return lost(scope, DEAD_PEER);
    void renewHello(scope);
    ping(scope);
    beatLater(scope);
  });
}

/** A token ends before its socket does: greet again with the next one. */
async function renewHello(scope: Scope): Promise<void> {
  const { link, state } = scope;
  try {
    const { token } = await link.session();
    if (!state.ready || token === state.token) return;
    state.token = token;
    sayHello(scope);
  } catch {
    // The relay closes the socket when the token has ended; connecting again then says why.
  }
}

/** Not a close code of the protocol: nothing was heard for too long, or nothing that can be read. */
const DEAD_PEER = 0;

function lost(scope: Scope, code: number): void {
  const { link, state } = scope;
  if (state.closed) return;
  const wasReady = state.ready;
  endSocket(state);
  if (state.isTrial || code === CLOSE_CODES.full) return giveUp(scope);
  if (code === CLOSE_CODES.revoked)
    return refuse(scope, weftError('link-ended', 'This link was ended by its owner. Ask for a new one.'));
  if (code === CLOSE_CODES.protocolVersion)
    return refuse(scope, weftError('protocol-version', 'This page is out of date. Reload it.'));
  if (code === CLOSE_CODES.unauthorized) link.forgetToken(state.token);
  link.report({ state: 'lost' });
  state.failures = wasReady ? 0 : state.failures + 1;
  if (state.failures >= FAILURES_BEFORE_POLLING) return giveUp(scope);
  retryLater(scope);
}

/** Not by this way: the connection polls, or goes on polling. */
function giveUp(scope: Scope): void {
  scope.state.closed = true;
  endSocket(scope.state);
  scope.options.onUnusable();
}

/** For good: another attempt would end the same way. */
function refuse(scope: Scope, error: WeftError): void {
  scope.state.closed = true;
  endSocket(scope.state);
  scope.link.report({ state: 'refused', error });
}

function retryLater(scope: Scope): void {
  const { link, state } = scope;
  if (state.closed) return;
  state.cancelRetry?.();
  // It stays lost then, until the network or the tab comes back or somebody asks for it.
  if (state.attempts >= link.options.maxReconnectAttempts) return;
  const delayInMs = reconnectDelayMs(state.attempts++, link.chance(), link.options);
  state.cancelRetry = link.clock.after(delayInMs, () => {
    link.report({ state: 'connecting' });
    void connect(scope);
  });
}
