import { LIMITS, PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import { deltaSchema, serverMessageSchema, type Command, type Delta } from '#shared/protocol/messages.ts';
import { toWeftError } from '#shared/run/errors.ts';
import { reconnectDelayMs } from './backoff.ts';
import type { ConnectionContext, Transport } from './connection-context.ts';
import type { PollResponse } from './relay-http.ts';

/**
 * The same as the socket, over plain requests: every second while something happens, every five when not. For networks
 * in which sockets do not open.
 */

/** Polls without news after which the slower beat begins. */
const IDLE_AFTER = 10;

interface PollState {
  /** Offsets known per open text, as the relay names them. */
  readonly known: Map<string, number>;
  quiet: number;
  failures: number;
  /** The relay asked to wait before commands are sent again. */
  holdUntil: number;
  wantedEpoch: number | null;
  polling: boolean;
  again: boolean;
  closed: boolean;
  /** `connection.ready` has been said. */
  greeted: boolean;
  cancel: (() => void) | null;
}

interface Scope {
  readonly context: ConnectionContext;
  readonly state: PollState;
}

export function createRelayPolling(context: ConnectionContext): Transport {
  const state: PollState = {
    known: new Map(),
    quiet: 0,
    failures: 0,
    holdUntil: 0,
    wantedEpoch: null,
    polling: false,
    again: false,
    closed: false,
    greeted: false,
    cancel: null,
  };
  const scope: Scope = { context, state };
  pollSoon(scope, 0);
  return Object.freeze({
    flush() {
      context.report({ queued: context.outbox.unacknowledged().length });
      state.quiet = 0;
      pollSoon(scope, 0);
    },
    wake() {
      state.failures = 0;
      pollSoon(scope, 0);
    },
    farewell() {
      const commands = fitting(context.outbox.unacknowledged());
      if (state.closed || commands.length === 0) return;
      const body = { clientId: context.clientId, after: context.reader.seq(), known: {}, commands };
      context.frames('out', body);
      // Nobody is there any more to hear of a failure: the lease lapses by itself.
      context.http.poll(context.runId, body).catch(() => undefined);
    },
    close() {
      state.closed = true;
      state.cancel?.();
    },
  });
}

/** A poll's answer as a socket would have begun. */
async function greet({ context, state }: Scope, { now, head }: PollResponse): Promise<void> {
  if (state.greeted) return;
  const { personId, role } = await context.http.session();
  if (state.closed) return;
  state.greeted = true;
  context.bus.publish({
    type: 'connection.ready',
    data: {
      connectionId: `poll-${context.clientId}`,
      personId,
      role,
      protocolVersion: PROTOCOL_VERSION,
      now,
      head,
    },
  });
}

function pollSoon(scope: Scope, delayInMs: number): void {
  const { context, state } = scope;
  if (state.closed) return;
  if (state.polling) {
    state.again = state.again || delayInMs === 0;
    return;
  }
  state.cancel?.();
  state.cancel = context.clock.after(delayInMs, () => void pollOnce(scope));
}

/** Bytes of a poll besides its commands. */
const POLL_OVERHEAD_BYTES = 32 * 1024;

/** The oldest commands, as many as one request takes: the relay refuses a longer one for good. */
function fitting(waiting: readonly Command[]): Command[] {
  let bytes = POLL_OVERHEAD_BYTES;
  const most = waiting.slice(0, LIMITS.hostWindow);
  const end = most.findIndex((command, index) => {
    bytes += new TextEncoder().encode(JSON.stringify(command)).length + 1;
    return index > 0 && bytes > LIMITS.frameBytes;
  });
  return end < 0 ? most : most.slice(0, end);
}

async function pollOnce(scope: Scope): Promise<void> {
  const { context, state } = scope;
  state.polling = true;
  const isHeld = context.clock.now() < state.holdUntil;
  const waiting = isHeld ? [] : context.outbox.unacknowledged();
  const commands = fitting(waiting);
  state.again = commands.length < waiting.length;
  let delayInMs: number;
  try {
    const sentAt = context.clock.now();
    const { runId, clientId } = context;
    const body = { clientId, after: context.reader.seq(), known: Object.fromEntries(state.known), commands };
    context.frames('out', body);
    const answer = await context.http.poll(runId, body);
    context.frames('in', answer);
    if (state.closed) return;
    state.failures = 0;
    await greet(scope, answer);
    if (state.closed) return;
    const latencyMs = Math.round(context.clock.now() - sentAt);
    context.report({ state: 'polling', error: null, latencyMs, lastSeenAt: answer.now });
    context.bus.publish({ type: 'pong', data: { sentAt, now: answer.now } });
    await take(scope, answer);
    if (state.closed) return;
    delayInMs = state.again ? 0 : state.quiet >= IDLE_AFTER ? LIMITS.pollIdleMs : LIMITS.pollActiveMs;
  } catch (caught) {
    if (state.closed) return;
    const error = toWeftError(caught);
    if (!error.retryable) {
      state.closed = true;
      return context.report({ state: 'refused', error });
    }
    context.report({ state: 'lost', error });
    // It stays lost then, until the network or the tab comes back or somebody asks for it.
    if (state.failures >= context.options.maxReconnectAttempts) return;
    delayInMs = reconnectDelayMs(state.failures++, context.chance(), context.options);
  } finally {
    state.polling = false;
  }
  pollSoon(scope, delayInMs);
}

async function take(scope: Scope, answer: PollResponse): Promise<void> {
  const { context, state } = scope;
  const { bus, reader } = context;
  await reader.take(answer.entries, answer.through);
  for (const raw of answer.acks) takeAck(scope, raw);
  // Another way has taken over meanwhile: it tells the rest.
  if (state.closed) return;
  const deltas = answer.partials.map((partial) => deltaSchema.parse(partial));
  rememberOffsets(state, deltas);
  if (deltas.length > 0) bus.publish({ type: 'delta', data: { deltas } });
  const isNews = answer.entries.length + answer.acks.length + deltas.length > 0;
  state.quiet = isNews ? 0 : state.quiet + 1;
  if (reader.seq() >= answer.head) bus.publish({ type: 'log.caught-up', data: { head: answer.head } });
  else state.again = true;
  if (answer.wanted && answer.wanted.epoch !== state.wantedEpoch)
    bus.publish({ type: 'host.wanted', data: answer.wanted });
  state.wantedEpoch = answer.wanted?.epoch ?? null;
  context.report({ gaps: reader.gaps(), queued: context.outbox.unacknowledged().length });
}

function takeAck({ context, state }: Scope, raw: unknown): void {
  const ack = serverMessageSchema.safeParse(raw);
  if (!ack.success || ack.data.type !== 'ack') return;
  const resendInMs = context.outbox.take(ack.data.data);
  if (resendInMs > 0) state.holdUntil = Math.max(state.holdUntil, context.clock.now() + resendInMs);
  context.bus.publish(ack.data);
}

function rememberOffsets(state: PollState, deltas: readonly Delta[]): void {
  for (const { callId, channel, offset, text } of deltas)
    state.known.set(`${callId}/${channel}`, offset + text.length);
}
