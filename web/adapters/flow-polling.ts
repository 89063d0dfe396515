import { decodeBase64, encodeBase64 } from '#shared/base64.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { WeftFailure } from '#shared/run/errors.ts';
import type { Transport } from './connection-context.ts';
import type { FlowPollRequest, FlowPollResponse } from './flow-http.ts';
import type { FlowEdit, FlowLink } from './flow-link.ts';
import type { Numbered } from './outbox.ts';
import { createPollLoop, type PollLoop } from './poll-loop.ts';

/** The same as a flow's socket over plain requests, but nobody is seen. For networks in which sockets do not open. */

interface PollState {
  /** The relay asked to wait before edits are sent again. */
  holdUntil: number;
  /** Role as last told; null = not greeted yet. */
  role: string | null;
  /** The relay has answered, and has not been out of reach since. */
  open: boolean;
  /** The document and the runs as last told: the same again is no news. */
  told: string;
}

interface Scope {
  readonly link: FlowLink;
  readonly state: PollState;
  readonly isClosed: () => boolean;
}

/** Bytes of edits in one request; the first goes in any case. */
const MOST_BYTES = 4 * 1024 * 1024;

export function createFlowPolling(link: FlowLink): Transport {
  const state: PollState = { holdUntil: 0, role: null, open: false, told: '' };
  const scope: Scope = { link, state, isClosed: () => loop.isClosed() };
  const loop: PollLoop = createPollLoop({ link, once: () => pollOnce(scope) });
  return Object.freeze({
    flush() {
      const queued = link.outbox.unacknowledged().length;
      link.report({ queued });
      if (queued > 0) loop.now();
    },
    wake: loop.wake,
    farewell() {
      if (loop.isClosed() || link.outbox.unacknowledged().length === 0) return;
      // Nobody is there any more to hear of a failure: the edits are stored here and come with the next visit.
      void link.http.poll(requestOf(link, fitting(link.outbox.unacknowledged())));
    },
    close: loop.close,
  });
}

function requestOf(link: FlowLink, edits: readonly Numbered<FlowEdit>[]): FlowPollRequest {
  const updates = edits.map(({ n, message }) => ({ n, bytes: encodeBase64(message) }));
  return { clientId: link.clientId, sync: encodeBase64(link.syncStep()), updates };
}

function fitting(waiting: readonly Numbered<FlowEdit>[]): readonly Numbered<FlowEdit>[] {
  let bytes = 0;
  const most = waiting.slice(0, LIMITS.hostWindow);
  const end = most.findIndex(({ message }, index) => {
    bytes += message.length;
    return index > 0 && bytes > MOST_BYTES;
  });
  return end < 0 ? most : most.slice(0, end);
}

async function pollOnce(scope: Scope): Promise<{ again: boolean; news: boolean }> {
  const { link, state } = scope;
  const isHeld = link.clock.now() < state.holdUntil;
  const waiting = isHeld ? [] : link.outbox.unacknowledged();
  const edits = fitting(waiting);
  const sentAt = link.clock.now();
  const body = requestOf(link, edits);
  link.frames('out', body);
  const result = await link.http.poll(body);
  if (!result.ok) {
    state.open = false;
    throw new WeftFailure(result.error);
  }
  const answer = result.value;
  link.frames('in', answer);
  if (scope.isClosed()) return { again: false, news: false };
  const latencyMs = Math.round(link.clock.now() - sentAt);
  link.report({ state: 'polling', error: null, latencyMs, lastSeenAt: answer.now });
  await greet(scope, answer);
  if (scope.isClosed()) return { again: false, news: false };
  const news = take(scope, answer);
  // What the room turned out to lack is in the outbox by now.
  return { again: !isHeld && link.outbox.unacknowledged().length > 0, news };
}

async function greet(scope: Scope, { role, now }: FlowPollResponse): Promise<void> {
  const { link, state } = scope;
  if (state.role !== role) {
    const personId = await link.personId();
    if (scope.isClosed()) return;
    state.role = role;
    link.events.session({ connectionId: `poll-${link.clientId}`, personId, role, now });
  }
  if (!state.open) link.events.opened();
  state.open = true;
}

function take({ link, state }: Scope, answer: FlowPollResponse): boolean {
  for (const ack of answer.acks) {
    const resendInMs = link.outbox.take(ack);
    if (resendInMs > 0) state.holdUntil = Math.max(state.holdUntil, link.clock.now() + resendInMs);
  }
  for (const text of answer.doc) {
    const message = decodeBase64(text);
    if (message !== null) link.events.document(message);
  }
  link.report({ queued: link.outbox.unacknowledged().length });
  const told = JSON.stringify([answer.doc, answer.runs, answer.gone]);
  if (told === state.told && answer.acks.length === 0) return false;
  state.told = told;
  link.events.runs(answer.runs, answer.gone);
  return true;
}
