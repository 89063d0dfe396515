import type { WeftError } from '#shared/run/errors.ts';
import type { Grant } from '../grant.ts';
import { closed, greeted, opened, received, unreadable } from './flow-connection.ts';
import type { FlowRecord } from './flow-record.ts';
import type { FlowRequest } from './flow-request.ts';
import {
  createFlowState,
  flowBatchOf,
  newFlowTurn,
  type FlowRoomConfig,
  type FlowState,
  type FlowTurn,
} from './flow-state.ts';
import type { FlowStep } from './flow-step.ts';
import { flowTick, nextFlowWake } from './flow-tick.ts';
import { answerRequest } from './handle-request.ts';
import { sendPresence } from './presence.ts';
import { askRuns, runRemoved, runsToRemove } from './remove-flow.ts';
import type { StoredFlow } from './stored-flow.ts';

/** Everything that can happen to a flow's room. */
export type FlowInput =
  /** First of all, when storage held something. */
  | { readonly type: 'woke' }
  | { readonly type: 'tick' }
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
      /** null = the token is not valid. */
      readonly grant: Grant | null;
    }
  | { readonly type: 'message'; readonly connectionId: string; readonly value: unknown }
  | { readonly type: 'unreadable'; readonly connectionId: string; readonly error: WeftError }
  | { readonly type: 'closed'; readonly connectionId: string }
  /** A sealed request; answered by the effect `respond`. */
  | {
      readonly type: 'request';
      readonly requestId: string;
      readonly grant: Grant | null;
      readonly request: FlowRequest;
    }
  /** What became of the effect `push`. */
  | {
      readonly type: 'pushed';
      readonly runId: string;
      readonly linkId: string;
      readonly at: number | null;
      readonly ok: boolean;
    }
  /** What became of the effect `remove-run`. */
  | { readonly type: 'run-removed'; readonly runId: string; readonly isGone: boolean }
  | { readonly type: 'storage'; readonly works: boolean };

/**
 * The room of one flow: a synchronous machine. It knows no clock, socket or storage; one input in, one step out, and the
 * same inputs at the same times give the same steps.
 */
export interface FlowRoom {
  /** @param now relay time, ms. */
  handle(input: FlowInput, now: number): FlowStep;
  readonly record: () => FlowRecord | null;
  /** The whole document as a Yjs update. */
  readonly document: () => Uint8Array;
}

/** @param stored what storage holds; null before the flow was made. Give it `woke` first when there is something. */
export function createFlowRoom(stored: StoredFlow | null, config: FlowRoomConfig): FlowRoom {
  const state = createFlowState(stored, config);
  return Object.freeze({
    handle(input: FlowInput, now: number): FlowStep {
      const turn = newFlowTurn(now);
      dispatch(state, turn, input);
      if (state.presenceDueAt !== null && state.presenceDueAt <= now) sendPresence(state, turn);
      if (state.record) turn.effects.push(...state.pushes.start(state.record.flowId, now));
      turn.effects.push(...runsToRemove(state, now));
      return {
        store: flowBatchOf(state, turn),
        effects: turn.effects,
        wakeAt: nextFlowWake(state),
        alarmAt: nextAlarm(state, now),
      };
    },
    record: () => state.record,
    document: () => state.document.whole(),
  });
}

/** When rooms that have not answered yet are asked again, whoever is here; null = all have. */
function nextAlarm({ pushes, removals }: FlowState, now: number): number | null {
  const due = [pushes, removals].filter((asked) => !asked.isEmpty()).map((asked) => asked.dueAt() ?? now);
  return due.length === 0 ? null : Math.max(now, Math.min(...due));
}

function dispatch(state: FlowState, turn: FlowTurn, input: FlowInput): void {
  switch (input.type) {
    case 'woke':
      askRuns(state);
      return flowTick(state, turn);
    case 'tick':
      return flowTick(state, turn);
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
    case 'request': {
      const { requestId, grant, request } = input;
      const { status, body } = answerRequest(state, turn, grant, request);
      turn.effects.push({ type: 'respond', requestId, status, body });
      return;
    }
    case 'pushed':
      return state.pushes.answered(input, turn.now);
    case 'run-removed':
      return runRemoved(state, turn, input);
    case 'storage':
      state.storageFailed = !input.works;
      return;
    default:
      return input satisfies never;
  }
}
