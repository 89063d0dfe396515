import { LIMITS } from '#shared/protocol/limits.ts';
import { deltaSchema, serverMessageSchema, type Delta } from '#shared/protocol/messages.ts';
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
    cancel: null,
  };
  const scope: Scope = { context, state };
  void begin(scope);
  return Object.freeze({
    flush() {
      context.report({ queued: context.outbox.unacknowledged().length });
      state.quiet = 0;
      pollSoon(scope, 0);
    },
    wake: () => pollSoon(scope, 0),
    close() {
      state.closed = true;
      state.cancel?.();
    },
  });
}

async function begin(scope: Scope): Promise<void> {
  const { context } = scope;
  try {
    const { personId, role, now } = await context.http.session();
    context.events.time(now);
    context.events.session({ personId, role });
  } catch {
    // The first poll meets the same failure and reports it.
  }
  pollSoon(scope, 0);
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

async function pollOnce(scope: Scope): Promise<void> {
  const { context, state } = scope;
  state.polling = true;
  state.again = false;
  const isHeld = context.clock.now() < state.holdUntil;
  const commands = isHeld ? [] : context.outbox.unacknowledged().slice(0, LIMITS.hostWindow);
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
    const latencyMs = Math.round(context.clock.now() - sentAt);
    context.report({ state: 'polling', error: null, latencyMs, lastSeenAt: answer.now });
    await take(scope, answer);
    delayInMs = state.again ? 0 : state.quiet >= IDLE_AFTER ? LIMITS.pollIdleMs : LIMITS.pollActiveMs;
  } catch (caught) {
    const error = toWeftError(caught);
    if (!error.retryable) {
      state.closed = true;
      return context.report({ state: 'refused', error });
    }
    context.report({ state: 'lost', error });
    delayInMs = reconnectDelayMs(state.failures++, context.chance());
  } finally {
    state.polling = false;
  }
  pollSoon(scope, delayInMs);
}

async function take(scope: Scope, answer: PollResponse): Promise<void> {
  const { context, state } = scope;
  context.events.time(answer.now);
  for (const raw of answer.acks) takeAck(scope, raw);
  await context.reader.take(answer.entries, answer.through);
  const deltas = answer.partials.map((partial) => deltaSchema.parse(partial));
  rememberOffsets(state, deltas);
  if (deltas.length > 0) context.events.deltas(deltas);
  const isNews = answer.entries.length + answer.acks.length + deltas.length > 0;
  state.quiet = isNews ? 0 : state.quiet + 1;
  if (context.reader.seq() >= answer.head) context.events.caughtUp(answer.head);
  else state.again = true;
  if (answer.wanted && answer.wanted.epoch !== state.wantedEpoch) context.events.wanted(answer.wanted);
  state.wantedEpoch = answer.wanted?.epoch ?? null;
  context.report({ gaps: context.reader.gaps(), queued: context.outbox.unacknowledged().length });
}

function takeAck({ context, state }: Scope, raw: unknown): void {
  const ack = serverMessageSchema.safeParse(raw);
  if (!ack.success || ack.data.type !== 'ack') return;
  const resendInMs = context.outbox.take(ack.data.data);
  if (resendInMs > 0) state.holdUntil = Math.max(state.holdUntil, context.clock.now() + resendInMs);
}

function rememberOffsets(state: PollState, deltas: readonly Delta[]): void {
  for (const { callId, channel, offset, text } of deltas)
    state.known.set(`${callId}/${channel}`, offset + text.length);
}
