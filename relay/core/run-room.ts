import type { StartRun } from '#shared/protocol/messages.ts';
import type { CallEnd, CallRequest, DeltaChannel } from '#shared/run/call.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { nextDeadline } from './approvals.ts';
import type { CallRecord } from './call-record.ts';
import type { Grant } from './grant.ts';
import {
  callDelta,
  callEnded,
  callRefused,
  callSent,
  callTicket,
  callWaiting,
} from './handle-call-progress.ts';
import { storageFailed } from './handle-command.ts';
import { closed, greeted, opened, received, unreadable } from './handle-connection.ts';
import { noteLinkEnds } from './handle-link-ends.ts';
import { answerPoll, poll, type PollInput } from './handle-poll.ts';
import { startRun } from './handle-start.ts';
import { hasEnded, type LinkEnd } from './link-ends.ts';
import { mayEnterRun } from './may-enter-run.ts';
import type { RoomConfig } from './room-config.ts';
import type { PictureLook } from './named-pictures.ts';
import { batchOf, createRoomState, newTurn, type RoomState, type Turn } from './room-state.ts';
import type { RunHeader } from './run-header.ts';
import { reportNow } from './report.ts';
import { askRemoval, retentionEnd } from './removal.ts';
import { sendEntries } from './send-entries.ts';
import { settle } from './settle.ts';
import type { Step } from './step.ts';
import type { StoredRun } from './stored-run.ts';
import { nextWake, tick } from './tick.ts';
import { wake } from './wake.ts';

/** Everything that can happen to a run's room. */
export type RoomInput =
  | { readonly type: 'woke' }
  | { readonly type: 'tick' }
  | {
      readonly type: 'start';
      readonly requestId: string;
      readonly runId: string;
      readonly start: StartRun;
      readonly grant: Grant;
    }
  | ({ readonly type: 'poll' } & PollInput)
  | {
      readonly type: 'opened';
      readonly connectionId: string;
      readonly ticket: string;
      readonly ticketExpiresAt: number;
    }
  | {
      readonly type: 'hello';
      readonly connectionId: string;
      readonly protocol: number;
      readonly grant: Grant | null;
    }
  | {
      readonly type: 'message';
      readonly connectionId: string;
      readonly value: unknown;
      readonly requests?: ReadonlyMap<string, CallRequest | null>;
      readonly pictures?: PictureLook;
    }
  | { readonly type: 'unreadable'; readonly connectionId: string; readonly error: WeftError }
  | { readonly type: 'closed'; readonly connectionId: string }
  | { readonly type: 'call.sent'; readonly callId: string }
  /** The provider has taken it and gives the number under which one asks for it. */
  | { readonly type: 'call.ticket'; readonly callId: string; readonly ticket: string }
  | {
      readonly type: 'call.delta';
      readonly callId: string;
      readonly channel: DeltaChannel;
      readonly text: string;
    }
  | { readonly type: 'call.ended'; readonly callId: string; readonly end: CallEnd }
  /** It may not be sent yet, and this is why. */
  | { readonly type: 'call.waiting'; readonly callId: string; readonly message: string }
  /** Whoever pays does not pay for it as things are; it was not sent. */
  | { readonly type: 'call.refused'; readonly callId: string; readonly error: WeftError }
  /** What the flow's room says of its links; kept, and their sockets are closed. */
  | { readonly type: 'links'; readonly ends: readonly LinkEnd[] }
  /** The flow's owner wants the run gone. */
  | { readonly type: 'remove'; readonly personId: string }
  | { readonly type: 'blob.stored'; readonly hash: string; readonly bytes: number }
  | { readonly type: 'storage'; readonly works: boolean };

/**
 * The room of one run: a synchronous machine. It knows no clock, socket, storage or provider; one input in, one step
 * out, and the same inputs at the same times give the same steps. Nobody else writes the log of its run.
 */
export interface RunRoom {
  /** @param now relay time, ms. */
  handle(input: RoomInput, now: number): Step;
  readonly header: () => RunHeader | null;
  /** Whether a grant is good here. @param now relay time, ms. */
  readonly mayEnter: (grant: Grant, now: number) => boolean;
  /** Whether the flow's room has said that its link is over. */
  readonly hasEnded: (grant: Grant, now: number) => boolean;
  readonly hasBlob: (hash: string) => boolean;
  /** Size of a picture that the run names, 0 when it was not told; null = the run does not name it. */
  readonly pictureBytes: (hash: string) => number | null;
  /** Calls that are not over: while there are some, the room must stay awake. */
  readonly openCalls: () => number;
  /** null = there is no such call. */
  readonly call: (callId: string) => CallRecord | null;
  /** Relay time, ms, at which the first open question ends by itself; null = none does. */
  readonly nextDeadline: () => number | null;
  /** Relay time, ms, at which the run has been kept long enough; null = it is still at work. */
  readonly retentionEnd: () => number | null;
}

/** @param stored what storage holds; null before the run is started. Give it `woke` first when there is something. */
export function createRunRoom(stored: StoredRun | null, config: RoomConfig): RunRoom {
  const state = createRoomState(stored, config);
  return Object.freeze({
    handle(input: RoomInput, now: number): Step {
      const turn = newTurn(now);
      const before = state.header;
      dispatch(state, turn, input, stored);
      settle(state, turn, before);
      if (input.type === 'poll') answerPoll(state, turn, input);
      return { store: batchOf(state, turn), effects: turn.effects, wakeAt: nextWake(state) };
    },
    header: () => state.header,
    mayEnter: (grant: Grant, now: number) =>
      state.header !== null && mayEnterRun(state.header, grant, now, state.linkEnds),
    hasEnded: (grant: Grant, now: number) => hasEnded(state.linkEnds, grant, now),
    hasBlob: (hash: string) => state.blobs.has(hash),
    pictureBytes: (hash: string) => state.pictures.get(hash) ?? null,
    openCalls: () => [...state.calls.values()].filter((call) => call.phase !== 'ended').length,
    call: (callId: string) => state.calls.get(callId) ?? null,
    nextDeadline: () => nextDeadline(state),
    retentionEnd: () => retentionEnd(state),
  });
}

function dispatch(state: RoomState, turn: Turn, input: RoomInput, stored: StoredRun | null): void {
  switch (input.type) {
    case 'woke':
      return stored ? wake(state, turn, stored) : undefined;
    case 'tick':
      return tick(state, turn);
    case 'start':
      return start(state, turn, input);
    case 'poll':
      return poll(state, turn, input);
    case 'opened':
      return opened(state, turn, input);
    case 'hello':
      return greeted(state, turn, input);
    case 'message':
      return received(state, turn, input);
    case 'unreadable':
      return unreadable(state, turn, input);
    case 'closed':
      return closed(state, turn, input.connectionId);
    case 'call.sent':
      return callSent(state, turn, input.callId);
    case 'call.ticket':
      return callTicket(state, turn, input.callId, input.ticket);
    case 'call.delta':
      return callDelta(state, turn, input);
    case 'call.ended':
      return callEnded(state, turn, input.callId, input.end);
    case 'call.waiting':
      return callWaiting(state, turn, input.callId, input.message);
    case 'call.refused':
      return callRefused(state, turn, input.callId, input.error);
    case 'links':
      return state.header ? noteLinkEnds(state, turn, input.ends) : undefined;
    case 'remove':
      return askRemoval(state, turn, input.personId);
    case 'blob.stored':
      state.blobs.set(input.hash, input.bytes);
      return;
    case 'storage':
      state.storageFailed = !input.works;
      return input.works ? tellWhatWaited(state, turn) : undefined;
    default:
      return input satisfies never;
  }
}

/** Writing works again: what happened meanwhile is stored by now, and everybody may hear of it. */
function tellWhatWaited(state: RoomState, turn: Turn): void {
  sendEntries(state, turn);
  reportNow(state, turn);
}

function start(state: RoomState, turn: Turn, input: Extract<RoomInput, { type: 'start' }>): void {
  const { requestId, runId, grant } = input;
  const respond = (status: number, body: unknown) =>
    turn.effects.push({ type: 'respond', requestId, status, body });
  if (state.storageFailed) return void respond(503, { error: storageFailed() });
  if (state.header && state.header.runId !== runId)
    return void respond(409, { error: weftError('out-of-turn', 'This room belongs to another run.') });
  startRun(state, turn, runId, input.start, grant);
  respond(202, { runId });
}
