import { createFlowRoom, type FlowInput, type FlowRoom } from '../core/flow/create-flow-room.ts';
import type { FlowRoomConfig } from '../core/flow/flow-state.ts';
import type { FlowBatch, FlowCount, FlowEffect, FlowStep } from '../core/flow/flow-step.ts';
import type { Timers } from '../providers/types.ts';
import type { FlowStore } from '../storage/flow-store.ts';
import { createBatchWriter } from './batch-writer.ts';
import { createClearing } from './flow-clearing.ts';
import { loadOnce } from './load-once.ts';
import { countOne } from './metrics.ts';
import type { Reply } from './run-driver.ts';
import { createWakeTimer } from './wake-timer.ts';

/** The world as a flow's room needs it. */
export interface FlowDriverPorts {
  readonly store: FlowStore;
  readonly config: FlowRoomConfig;
  readonly timers: Timers;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  send(connectionId: string, frame: string): void;
  close(connectionId: string, code: number, reason: string): void;
  /** Tells a run's room; false when it did not answer. Rejects never. */
  push(effect: Extract<FlowEffect, { type: 'push' }>): Promise<boolean>;
  /** Removes a run because its flow is gone; false when something of it is still there. Rejects never. */
  removeRun(effect: Extract<FlowEffect, { type: 'remove-run' }>): Promise<boolean>;
  /** Wakes the room by then even when nothing else does. */
  setAlarm(at: number): void;
}

/** Carries out what the core decides: loads it, gives it inputs, and does its effects in order. */
export interface FlowDriver {
  /** Loads the flow once. Every event awaits it: partykit does not wait for onStart. */
  ready(): Promise<void>;
  give(input: FlowInput): void;
  /** Gives a request; the answer waits until what it led to is stored. @throws when that fails. */
  ask(input: Extract<FlowInput, { type: 'request' }>): Promise<Reply>;
}

const COUNTERS = {
  update: 'weft_flow_updates_total',
  presence: 'weft_flow_presence_frames_total',
  refused: 'weft_flow_refused_total',
} as const satisfies { readonly [what in FlowCount]: string };

/** An alarm is not moved for less than this: each setting is a write. */
const ALARM_STEP_MS = 1_000;

/** What was on its way when the flow was deleted lies there by then, and is dropped with the rest. */
const CLEAR_AGAIN_MS = 5_000;

export function createFlowDriver(ports: FlowDriverPorts): FlowDriver {
  let room: FlowRoom | null = null;
  let alarmAt = 0;
  const replies = new Map<string, Reply>();
  const timer = createWakeTimer(ports, () => void give({ type: 'tick' }));

  const give = (input: FlowInput): FlowStep => {
    if (room === null) throw new Error('The room has not been loaded.');
    const step = room.handle(input, ports.now());
    // First the put, then the telling: the put is not awaited, the platform holds every reply, frame and request back
    // until it is on disk (output gate; found by kill -9).
    if (step.store) writer.write(step.store);
    for (const effect of step.effects) perform(effect);
    timer.set(step.wakeAt);
    const wanted = clearing.after(input) ? ports.now() + CLEAR_AGAIN_MS : null;
    const next = step.alarmAt ?? wanted;
    if (next !== null && alarmAt <= ports.now()) {
      alarmAt = Math.max(next, ports.now() + ALARM_STEP_MS);
      ports.setAlarm(alarmAt);
    }
    return step;
  };
  const writer = createBatchWriter<FlowBatch>({
    write: (batch) => ports.store.write(batch),
    setTimeout: (callback, delayInMs) => ports.timers.setTimeout(callback, delayInMs),
    onChange(works) {
      if (!works) countOne('weft_writes_failed_total');
      give({ type: 'storage', works });
    },
  });
  const clearing = createClearing({
    isRemoved: () => room?.record()?.removal !== undefined,
    settled: () => writer.settled(),
    clear: () => ports.store.clear(),
  });
  const perform = (effect: FlowEffect): void => {
    switch (effect.type) {
      case 'send':
        countOne('weft_frames_sent_total');
        return ports.send(effect.connectionId, effect.frame);
      case 'close':
        return ports.close(effect.connectionId, effect.code, effect.reason);
      case 'respond':
        return void replies.set(effect.requestId, { status: effect.status, body: effect.body });
      case 'push': {
        const { runId, linkId, at } = effect;
        return void ports.push(effect).then((ok) => give({ type: 'pushed', runId, linkId, at, ok }));
      }
      case 'remove-run': {
        const { runId } = effect;
        return void ports.removeRun(effect).then((isGone) => give({ type: 'run-removed', runId, isGone }));
      }
      case 'count':
        return countOne(COUNTERS[effect.what]);
      default:
        return effect satisfies never;
    }
  };
  const load = async (): Promise<void> => {
    const stored = await ports.store.load();
    room = createFlowRoom(stored, ports.config);
    if (stored) give({ type: 'woke' });
  };
  return Object.freeze({
    ready: loadOnce(load),
    give: (input: FlowInput) => void give(input),
    async ask(input: Extract<FlowInput, { type: 'request' }>) {
      const { store } = give(input);
      const reply = replies.get(input.requestId) ?? { status: 500, body: null };
      replies.delete(input.requestId);
      if (store) await writer.settled();
      return reply;
    },
  });
}
