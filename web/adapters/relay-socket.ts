import { LIMITS, PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import { CLOSE_CODES, serverMessageSchema, type ServerMessage } from '#shared/protocol/messages.ts';
import { toWeftError, weftError, type WeftError } from '#shared/run/errors.ts';
import { reconnectDelayMs } from './backoff.ts';
import type { ConnectionContext, Transport } from './connection-context.ts';
import type { OpenSocket } from './socket-like.ts';
import { endSocket, newSocketState, type SocketState } from './socket-state.ts';

/**
 * A run's socket: ticket, hello, subscribe, then entries and deltas in, commands out. Breaks are expected: it connects
 * again with jitter, subscribes after what it has, and sends again what was not acknowledged.
 */

export interface RelaySocketOptions {
  readonly context: ConnectionContext;
  /** ws://host or wss://host, without path. */
  readonly origin: string;
  readonly open: OpenSocket;
  /** It failed to open several times in a row while HTTP worked: sockets may be blocked here. A trial: once. */
  readonly onUnusable: () => void;
  /** Polling goes on meanwhile: it stays silent until it is ready. */
  readonly isTrial: boolean;
  /** The first `connection.ready`, before anything comes of it. */
  readonly onReady: () => void;
}

/** Frames dealt with before credit is given back. */
const CREDIT_STEP = 16;
/** Time for the answer to a heartbeat. */
const ANSWER_MS = 10_000;
/** From ticket to `connection.ready`; something on the way may let a socket open and swallow what it carries. */
const READY_DEADLINE_MS = 15_000;
const FAILURES_BEFORE_POLLING = 3;

interface Scope extends RelaySocketOptions {
  readonly state: SocketState;
}

export function createRelaySocket(options: RelaySocketOptions): Transport {
  const state = newSocketState(options.isTrial);
  const scope: Scope = { ...options, state };
  void connect(scope);
  return Object.freeze({
    flush: () => flush(scope),
    wake() {
      if (state.closed) return;
      state.attempts = 0;
      if (state.socket === null) void connect(scope);
      else if (state.ready) ping(scope);
    },
    farewell: () => flush(scope),
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
    state.cancelDeadline?.();
    state.cancelDeadline = context.clock.after(READY_DEADLINE_MS, () => {
      if (!state.ready) lost(scope, DEAD_PEER);
    });
  } catch (caught) {
    if (state.closed) return;
    if (state.isTrial) return giveUp(scope);
    const error = toWeftError(caught);
    if (!error.retryable) return refuse(scope, error);
    context.report({ state: 'lost', error });
    retryLater(scope);
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
  if (!state.isTrial) context.report({ queued: open.length });
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
  lost(scope, DEAD_PEER);
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
  const { bus, reader } = context;
  switch (message.type) {
    case 'connection.ready':
      return welcomed(scope, message);
    case 'subscribed': {
      const { head, partials } = message.data;
      bus.publish(message);
      if (partials.length > 0) bus.publish({ type: 'delta', data: { deltas: partials } });
      return caughtUpTo(scope, head);
    }
    case 'entries':
      // The reader publishes them, when it is their turn.
      void reader.take(message.data.entries, message.data.through).then(
        () => dealtWith(scope),
        () => resubscribe(scope),
      );
      return;
    case 'delta':
      bus.publish(message);
      return dealtWith(scope);
    case 'behind':
      bus.publish(message);
      void reader.catchUp(message.data.head).then(
        () => subscribe(scope),
        () => resubscribe(scope),
      );
      return;
    case 'ack':
      acknowledged(scope, message.data);
      return bus.publish(message);
    case 'host.wanted':
      return bus.publish(message);
    case 'pong': {
      const latencyMs = Math.max(0, Math.round(context.clock.now() - message.data.sentAt));
      context.report({ latencyMs, lastSeenAt: message.data.now });
      return bus.publish(message);
    }
    case 'error':
      if (!scope.state.isTrial) context.report({ error: message.data.error });
      return bus.publish(message);
    default:
      message satisfies never;
  }
}

function welcomed(scope: Scope, message: Extract<ServerMessage, { type: 'connection.ready' }>): void {
  const { context, state } = scope;
  const isRenewal = state.ready;
  if (!isRenewal) {
    state.cancelDeadline?.();
    state.ready = true;
    state.isTrial = false;
    state.failures = 0;
    state.attempts = 0;
    scope.onReady();
  }
  context.bus.publish(message);
  if (isRenewal) return;
  context.report({ state: 'live', error: null, lastSeenAt: message.data.now });
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
  context.clock.after(reconnectDelayMs(0, context.chance(), context.options), () => subscribe(scope));
}

function caughtUpTo(scope: Scope, head: number): void {
  const { reader, bus } = scope.context;
  if (reader.seq() >= head) bus.publish({ type: 'log.caught-up', data: { head } });
  // Else the entries up to head follow in the next frames; the queue behind them says when they are through.
  else void reader.take([], 0).then(() => waitForHead(scope, head));
}

function waitForHead(scope: Scope, head: number): void {
  const { context, state } = scope;
  if (state.closed || !state.ready) return;
  if (context.reader.seq() >= head) return context.bus.publish({ type: 'log.caught-up', data: { head } });
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
  if (ack.error?.code === 'not-allowed') context.http.forgetToken(state.token);
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
  const { heartbeatIntervalMs } = context.options;
  state.cancelBeat = context.clock.after(heartbeatIntervalMs, () => {
    if (context.clock.now() - state.heardAt > heartbeatIntervalMs + ANSWER_MS) return lost(scope, DEAD_PEER);
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

/** Not a close code of the protocol: nothing was heard for too long, or nothing that can be read. */
const DEAD_PEER = 0;

function lost(scope: Scope, code: number): void {
  const { context, state } = scope;
  if (state.closed) return;
  const wasReady = state.ready;
  endSocket(state);
  if (state.isTrial) return giveUp(scope);
  if (code === CLOSE_CODES.revoked)
    return refuse(scope, weftError('link-ended', 'This link was ended by its owner. Ask for a new one.'));
  if (code === CLOSE_CODES.protocolVersion)
    return refuse(scope, weftError('protocol-version', 'This page is out of date. Reload it.'));
  if (code === CLOSE_CODES.unauthorized) context.http.forgetToken(state.token);
  context.report({ state: 'lost' });
  state.failures = wasReady ? 0 : state.failures + 1;
  if (state.failures >= FAILURES_BEFORE_POLLING) return giveUp(scope);
  retryLater(scope);
}

/** Not by this way: the connection polls, or goes on polling. */
function giveUp(scope: Scope): void {
  scope.state.closed = true;
  endSocket(scope.state);
  scope.onUnusable();
}

/** For good: another attempt would end the same way. */
function refuse(scope: Scope, error: WeftError): void {
  scope.state.closed = true;
  endSocket(scope.state);
  scope.context.report({ state: 'refused', error });
}

function retryLater(scope: Scope): void {
  const { context, state } = scope;
  if (state.closed) return;
  state.cancelRetry?.();
  // It stays lost then, until the network or the tab comes back or somebody asks for it.
  if (state.attempts >= context.options.maxReconnectAttempts) return;
  const delayInMs = reconnectDelayMs(state.attempts++, context.chance(), context.options);
  state.cancelRetry = context.clock.after(delayInMs, () => {
    context.report({ state: 'connecting' });
    void connect(scope);
  });
}
