import { LIMITS, PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import { CLOSE_CODES, serverMessageSchema, type ServerMessage } from '#shared/protocol/messages.ts';
import { toWeftError, weftError, type WeftError } from '#shared/run/errors.ts';
import { reconnectDelayMs } from './backoff.ts';
import type { ConnectionContext, Transport } from './connection-context.ts';
import type { OpenSocket, SocketLike } from './socket-like.ts';

/**
 * A run's socket: ticket, hello, subscribe, then entries and deltas in, commands out. Breaks are expected: it connects
 * again with jitter, subscribes after what it has, and sends again what was not acknowledged.
 */

export interface RelaySocketOptions {
  readonly context: ConnectionContext;
  /** ws://host or wss://host, without path. */
  readonly origin: string;
  readonly open: OpenSocket;
  /** The socket failed to open several times in a row while HTTP worked: sockets may be blocked here. */
  readonly onUnusable: () => void;
}

/** Frames dealt with before credit is given back. */
const CREDIT_STEP = 16;
/** Silence after which a peer counts as dead: a heartbeat and the time for its answer. */
const DEAD_AFTER_MS = LIMITS.heartbeatMs + 10_000;
const FAILURES_BEFORE_POLLING = 3;

/** What changes while a connection lives. */
interface SocketState {
  socket: SocketLike | null;
  /** The relay said `connection.ready` on this socket. */
  ready: boolean;
  /** Highest command number written to this socket. */
  sentN: number;
  /** Attempts in a row that did not get as far as `connection.ready`. */
  failures: number;
  /** Frames dealt with since credit was last given back. */
  dealtWith: number;
  token: string;
  heardAt: number;
  closed: boolean;
  connecting: boolean;
  cancelRetry: (() => void) | null;
  cancelBeat: (() => void) | null;
  cancelResend: (() => void) | null;
}

interface Scope extends RelaySocketOptions {
  readonly state: SocketState;
}

export function createRelaySocket(options: RelaySocketOptions): Transport {
  const state: SocketState = {
    socket: null,
    ready: false,
    sentN: 0,
    failures: 0,
    dealtWith: 0,
    token: '',
    heardAt: 0,
    closed: false,
    connecting: false,
    cancelRetry: null,
    cancelBeat: null,
    cancelResend: null,
  };
  const scope: Scope = { ...options, state };
  void connect(scope);
  return Object.freeze({
    flush: () => flush(scope),
    wake() {
      if (state.closed) return;
      if (state.socket === null) void connect(scope);
      else if (state.ready) ping(scope);
    },
    close() {
      state.closed = true;
      state.cancelRetry?.();
      endSocket(state);
    },
  });
}

async function connect(scope: Scope): Promise<void> {
  const { context, state } = scope;
  if (state.closed || state.connecting) return;
  state.connecting = true;
  state.cancelRetry?.();
  try {
    const { token } = await context.http.session();
    const ticket = await context.http.ticket(context.runId);
    if (state.closed) return;
    state.token = token;
    const url = `${scope.origin}/parties/run/${context.runId}?ticket=${encodeURIComponent(ticket)}`;
    state.socket = scope.open(url, {
      open: () => sayHello(scope),
      message: (text) => receive(scope, text),
      closed: (code) => lost(scope, code),
    });
  } catch (caught) {
    const error = toWeftError(caught);
    if (!error.retryable) return refuse(scope, error);
    context.report({ state: 'lost', error });
    retryLater(scope, 0);
  } finally {
    state.connecting = false;
  }
}

function sayHello({ context, state, ...scope }: Scope): void {
  const { clientId } = context;
  const data = { token: state.token, protocol: PROTOCOL_VERSION, clientId };
  write({ context, state, ...scope }, { type: 'hello', data });
}

function write({ context, state }: Scope, frame: unknown): void {
  context.frames('out', frame);
  state.socket?.send(JSON.stringify(frame));
}

function flush(scope: Scope): void {
  const { context, state } = scope;
  const open = context.outbox.unacknowledged();
  context.report({ queued: open.length });
  if (!state.ready || state.cancelResend !== null) return;
  for (const command of open) {
    if (command.n <= state.sentN) continue;
    state.sentN = command.n;
    write(scope, command);
  }
}

function receive(scope: Scope, text: string): void {
  const { context, state } = scope;
  context.frames('in', text);
  state.heardAt = context.clock.now();
  const message = parseFrame(text);
  if (message !== null) return handle(scope, message);
  // A frame that cannot be read means that the two sides do not agree any more: begin anew.
  endSocket(state);
  retryLater(scope, ++state.failures);
}

function parseFrame(text: string): ServerMessage | null {
  try {
    const parsed = serverMessageSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function handle(scope: Scope, message: ServerMessage): void {
  const { context } = scope;
  switch (message.type) {
    case 'connection.ready':
      return welcomed(scope, message.data);
    case 'subscribed': {
      const { head, now, partials } = message.data;
      context.events.time(now);
      if (partials.length > 0) context.events.deltas(partials);
      return caughtUpTo(scope, head);
    }
    case 'entries':
      void context.reader.take(message.data.entries, message.data.through).then(
        () => dealtWith(scope),
        () => resubscribe(scope),
      );
      return;
    case 'delta':
      context.events.deltas(message.data.deltas);
      return dealtWith(scope);
    case 'behind':
      void context.reader.catchUp(message.data.head).then(
        () => subscribe(scope),
        () => resubscribe(scope),
      );
      return;
    case 'ack':
      return acknowledged(scope, message.data);
    case 'host.wanted':
      return context.events.wanted(message.data);
    case 'pong': {
      context.events.time(message.data.now);
      const latencyMs = Math.max(0, Math.round(context.clock.now() - message.data.sentAt));
      return context.report({ latencyMs, lastSeenAt: message.data.now });
    }
    case 'error':
      return context.report({ error: message.data.error });
    default:
      message satisfies never;
  }
}

function welcomed(scope: Scope, data: Extract<ServerMessage, { type: 'connection.ready' }>['data']): void {
  const { context, state } = scope;
  const isRenewal = state.ready;
  context.events.time(data.now);
  context.events.session({ personId: data.personId, role: data.role });
  if (isRenewal) return;
  state.ready = true;
  state.failures = 0;
  context.report({ state: 'live', error: null, lastSeenAt: data.now });
  subscribe(scope);
  flush(scope);
  ping(scope);
  beatLater(scope);
}

function subscribe(scope: Scope): void {
  if (!scope.state.ready) return;
  scope.state.dealtWith = 0;
  write(scope, { type: 'subscribe', data: { after: scope.context.reader.seq() } });
}

/** Pages could not be read: the socket may be fine, HTTP is not. */
function resubscribe(scope: Scope): void {
  const { context } = scope;
  context.clock.after(reconnectDelayMs(0, context.chance()), () => subscribe(scope));
}

function caughtUpTo(scope: Scope, head: number): void {
  const { reader, events } = scope.context;
  if (reader.seq() >= head) events.caughtUp(head);
  // Else the entries up to head follow in the next frames; the queue behind them says when they are through.
  else void reader.take([], 0).then(() => waitForHead(scope, head));
}

function waitForHead(scope: Scope, head: number): void {
  const { context, state } = scope;
  if (state.closed || !state.ready) return;
  if (context.reader.seq() >= head) return context.events.caughtUp(head);
  context.clock.after(LIMITS.deltaWindowMs, () => waitForHead(scope, head));
}

function dealtWith(scope: Scope): void {
  const { context, state } = scope;
  context.report({ gaps: context.reader.gaps() });
  state.dealtWith += 1;
  if (state.dealtWith < CREDIT_STEP || !state.ready) return;
  const frames = Math.min(state.dealtWith, LIMITS.creditFrames);
  state.dealtWith = 0;
  write(scope, { type: 'credit', data: { frames } });
}

function acknowledged(scope: Scope, ack: Extract<ServerMessage, { type: 'ack' }>['data']): void {
  const { context, state } = scope;
  const resendInMs = context.outbox.take(ack);
  context.report({ queued: context.outbox.unacknowledged().length });
  if (resendInMs === 0 || state.cancelResend !== null) return;
  if (ack.error?.code === 'not-allowed') context.http.forgetToken();
  state.cancelResend = context.clock.after(resendInMs, () => {
    state.cancelResend = null;
    state.sentN = 0;
    void renewHello(scope).then(() => flush(scope));
  });
}

function ping(scope: Scope): void {
  write(scope, { type: 'ping', data: { sentAt: scope.context.clock.now() } });
}

function beatLater(scope: Scope): void {
  const { context, state } = scope;
  state.cancelBeat?.();
  state.cancelBeat = context.clock.after(LIMITS.heartbeatMs, () => {
    if (context.clock.now() - state.heardAt > DEAD_AFTER_MS) return lost(scope, DEAD_PEER);
    void renewHello(scope);
    ping(scope);
    beatLater(scope);
  });
}

/** A token ends before its socket does: greet again with the next one. */
async function renewHello(scope: Scope): Promise<void> {
  const { context, state } = scope;
  try {
    const { token } = await context.http.session();
    if (!state.ready || token === state.token) return;
    state.token = token;
    sayHello(scope);
  } catch {
    // The relay closes the socket when the token has ended; connecting again then says why.
  }
}

/** Not a close code of the protocol: nothing was heard for too long. */
const DEAD_PEER = 0;

function endSocket(state: SocketState): void {
  state.cancelBeat?.();
  state.cancelResend?.();
  state.cancelResend = null;
  state.socket?.close();
  state.socket = null;
  state.ready = false;
  state.sentN = 0;
}

function lost(scope: Scope, code: number): void {
  const { context, state } = scope;
  if (state.closed) return;
  const wasReady = state.ready;
  endSocket(state);
  if (code === CLOSE_CODES.revoked)
    return refuse(scope, weftError('link-ended', 'This link was ended by its owner. Ask for a new one.'));
  if (code === CLOSE_CODES.protocolVersion)
    return refuse(scope, weftError('protocol-version', 'This page is out of date. Reload it.'));
  if (code === CLOSE_CODES.unauthorized) context.http.forgetToken();
  context.report({ state: 'lost' });
  state.failures = wasReady ? 0 : state.failures + 1;
  if (state.failures >= FAILURES_BEFORE_POLLING) {
    state.closed = true;
    return scope.onUnusable();
  }
  retryLater(scope, state.failures);
}

/** For good: another attempt would end the same way. */
function refuse(scope: Scope, error: WeftError): void {
  scope.state.closed = true;
  endSocket(scope.state);
  scope.context.report({ state: 'refused', error });
}

function retryLater(scope: Scope, attempt: number): void {
  const { context, state } = scope;
  if (state.closed) return;
  state.cancelRetry?.();
  const delayInMs = reconnectDelayMs(attempt, context.chance());
  state.cancelRetry = context.clock.after(delayInMs, () => {
    context.report({ state: 'connecting' });
    void connect(scope);
  });
}
