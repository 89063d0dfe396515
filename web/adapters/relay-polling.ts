import { LIMITS, PROTOCOL_VERSION } from '#shared/protocol/limits.ts';
import { deltaSchema, serverMessageSchema, type Command, type Delta } from '#shared/protocol/messages.ts';
import type { ConnectionContext, Transport } from './connection-context.ts';
import { createPollLoop, type PollLoop } from './poll-loop.ts';
import type { PollResponse } from './relay-http.ts';

/** The same as a run's socket, over plain requests. For networks in which sockets do not open. */

interface PollState {
  /** Offsets known per open text, as the relay names them. */
  readonly known: Map<string, number>;
  /** The relay asked to wait before commands are sent again. */
  holdUntil: number;
  wantedEpoch: number | null;
  /** `connection.ready` has been said. */
  greeted: boolean;
}

interface Scope {
  readonly context: ConnectionContext;
  readonly state: PollState;
  readonly isClosed: () => boolean;
}

export function createRelayPolling(context: ConnectionContext): Transport {
  const state: PollState = { known: new Map(), holdUntil: 0, wantedEpoch: null, greeted: false };
  const scope: Scope = { context, state, isClosed: () => loop.isClosed() };
  const loop: PollLoop = createPollLoop({ link: context, once: () => pollOnce(scope) });
  return Object.freeze({
    flush() {
      context.report({ queued: context.outbox.unacknowledged().length });
      loop.now();
    },
    wake: loop.wake,
    farewell() {
      const commands = fitting(context.outbox.unacknowledged());
      if (loop.isClosed() || commands.length === 0) return;
      const body = { clientId: context.clientId, after: context.reader.seq(), known: {}, commands };
      context.frames('out', body);
      // Nobody is there any more to hear of a failure: the lease lapses by itself.
      context.http.poll(context.runId, body).catch(() => undefined);
    },
    close: loop.close,
  });
}

/** A poll's answer as a socket would have begun. */
async function greet(scope: Scope, { now, head }: PollResponse): Promise<void> {
  const { context, state } = scope;
  if (state.greeted) return;
  const { personId, role } = await context.http.session();
  if (scope.isClosed()) return;
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

async function pollOnce(scope: Scope): Promise<{ again: boolean; news: boolean }> {
  const { context, state } = scope;
  const isHeld = context.clock.now() < state.holdUntil;
  const waiting = isHeld ? [] : context.outbox.unacknowledged();
  const commands = fitting(waiting);
  const sentAt = context.clock.now();
  const { runId, clientId } = context;
  const body = { clientId, after: context.reader.seq(), known: Object.fromEntries(state.known), commands };
  context.frames('out', body);
  const answer = await context.http.poll(runId, body);
  context.frames('in', answer);
  if (!scope.isClosed()) await greet(scope, answer);
  if (scope.isClosed()) return { again: false, news: false };
  const latencyMs = Math.round(context.clock.now() - sentAt);
  context.report({ state: 'polling', error: null, latencyMs, lastSeenAt: answer.now });
  context.bus.publish({ type: 'pong', data: { sentAt, now: answer.now } });
  const { isBehind, news } = await take(scope, answer);
  return { again: isBehind || commands.length < waiting.length, news };
}

async function take(scope: Scope, answer: PollResponse): Promise<{ isBehind: boolean; news: boolean }> {
  const { context, state } = scope;
  const { bus, reader } = context;
  await reader.take(answer.entries, answer.through);
  for (const raw of answer.acks) takeAck(scope, raw);
  // Another way has taken over meanwhile: it tells the rest.
  if (scope.isClosed()) return { isBehind: false, news: false };
  const deltas = answer.partials.map((partial) => deltaSchema.parse(partial));
  rememberOffsets(state, deltas);
  if (deltas.length > 0) bus.publish({ type: 'delta', data: { deltas } });
  const isBehind = reader.seq() < answer.head;
  if (!isBehind) bus.publish({ type: 'log.caught-up', data: { head: answer.head } });
  if (answer.wanted && answer.wanted.epoch !== state.wantedEpoch)
    bus.publish({ type: 'host.wanted', data: answer.wanted });
  state.wantedEpoch = answer.wanted?.epoch ?? null;
  context.report({ gaps: reader.gaps(), queued: context.outbox.unacknowledged().length });
  return { isBehind, news: answer.entries.length + answer.acks.length + deltas.length > 0 };
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
