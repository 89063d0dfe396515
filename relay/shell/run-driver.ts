import { isToBeRemoved, type Gravestone } from '../core/removal.ts';
import { createRunRoom, type RoomInput, type RunRoom } from '../core/run-room.ts';
import type { RoomConfig } from '../core/room-config.ts';
import type { Effect, RunCount, Step, StoreBatch } from '../core/step.ts';
import type { OutboundFetch, RelayEnvironment, Timers } from '../providers/types.ts';
import type { RunStore } from '../storage/run-store.ts';
import { createBatchWriter } from './batch-writer.ts';
import { createCallRunner } from './call-runner.ts';
import { loadOnce } from './load-once.ts';
import { countOne } from './metrics.ts';
import { createRunRemoval } from './run-removal.ts';
import type { PictureKeeper } from './picture-keeper.ts';
import type { Payments } from './vault-payments.ts';
import { createWakeTimer } from './wake-timer.ts';

/** The world as a run's room needs it. */
export interface RunDriverPorts {
  readonly store: RunStore;
  readonly keeper: PictureKeeper;
  /** Left out where nobody counts what calls cost. */
  readonly payments?: ((room: () => RunRoom) => Payments) | undefined;
  readonly config: RoomConfig;
  readonly environment: RelayEnvironment;
  readonly timers: Timers;
  readonly fetch: OutboundFetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  send(connectionId: string, frame: string): void;
  close(connectionId: string, code: number, reason: string): void;
  report(effect: Extract<Effect, { type: 'report' }>): void;
  /** Tells the flow's room that the run is gone; false when it did not hear it. */
  forget(stone: Gravestone): Promise<boolean>;
  /** Closes every socket of the room. */
  closeAll(): void;
  /** Wakes the room by then even when nothing else does. */
  setAlarm(at: number): void;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Carries out what the core decides: loads it, gives it inputs, and does its effects in order. */
export interface RunDriver {
  /** Loads the run once. Every event awaits it: partykit does not wait for onStart. */
  ready(): Promise<void>;
  give(input: RoomInput): void;
  /** Gives an input that is answered; the answer waits until it is stored. */
  ask(input: Extract<RoomInput, { requestId: string }>): Promise<Reply>;
  /** Resolves when everything given so far is stored. @throws when storage fails now. */
  settled(): Promise<void>;
  readonly room: () => RunRoom;
  /** The run was removed: there is nothing here any more. */
  readonly isGone: () => boolean;
  /** Removes the run for its flow's owner; what is at work is stopped first. Resolves when all that can be done now is. */
  remove(personId: string): Promise<void>;
  /** Removing goes on where it could not before. */
  goOnRemoving(): Promise<void>;
}

const COUNTERS = {
  behind: 'weft_readers_behind_total',
  stalled: 'weft_readers_stalled_total',
} as const satisfies { readonly [what in RunCount]: string };

/** While calls are open or a lease runs, the room must wake by itself even after its process was killed. */
const ALARM_MS = 5_000;

export function createRunDriver(ports: RunDriverPorts): RunDriver {
  let room: RunRoom | null = null;
  let alarmAt = 0;
  const replies = new Map<string, Reply>();
  const timer = createWakeTimer(ports, () => give({ type: 'tick' }));

  const roomNow = (): RunRoom => {
    if (room === null) throw new Error('The room has not been loaded.');
    return room;
  };
  const give = (input: RoomInput): void => carryOut(roomNow().handle(input, ports.now()));
  const writer = createBatchWriter<StoreBatch>({
    write: (batch) => ports.store.write(batch),
    setTimeout: (callback, delayInMs) => ports.timers.setTimeout(callback, delayInMs),
    onChange(works) {
      if (!works) countOne('weft_writes_failed_total');
      give({ type: 'storage', works });
    },
  });

  const payments = ports.payments?.(roomNow);
  const calls = createCallRunner({
    ...ports,
    ...{ give, payments },
    flowId: () => roomNow().header()?.flowId ?? null,
    settled: () => writer.settled(),
  });

  const carryOut = (step: Step): void => {
    // First the put, then the telling: the put is not awaited, the platform holds every reply, frame and request back
    // until it is on disk (output gate; found by kill -9).
    if (step.store) writer.write(step.store);
    for (const effect of step.effects) perform(effect);
    timer.set(step.wakeAt);
    restUnlessRunning();
    if (isToBeRemoved(roomNow().header())) void removeNow();
    keepAwake();
  };
  const perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'send':
        countOne('weft_frames_sent_total');
        return ports.send(effect.connectionId, effect.frame);
      case 'close':
        return ports.close(effect.connectionId, effect.code, effect.reason);
      case 'respond':
        return void replies.set(effect.requestId, { status: effect.status, body: effect.body });
      case 'call.start':
        return calls.start(effect.callId, effect.request, effect.handedIn);
      case 'call.abort':
        return calls.abort(effect.callId);
      case 'call.withdraw':
        return calls.withdraw(effect.callId);
      case 'count':
        return countOne(COUNTERS[effect.what]);
      case 'report':
        return ports.report(effect);
      default:
        return effect satisfies never;
    }
  };
  const restUnlessRunning = (): void => {
    const phase = roomNow().header()?.phase ?? 'running';
    if (phase !== 'running') payments?.rest();
  };
  const keepAwake = (): void => {
    const header = roomNow().header();
    const now = ports.now();
    const owes = payments?.owes() === true;
    const isBusy =
      owes || (header !== null && !header.sealed && (header.host !== null || roomNow().openCalls() > 0));
    // A parked run that waits for people sleeps until the first of its questions ends by itself.
    const at = isBusy ? now + ALARM_MS : (roomNow().nextDeadline() ?? roomNow().retentionEnd());
    if (at === null || (alarmAt > now && alarmAt <= at)) return;
    alarmAt = at;
    ports.setAlarm(at);
  };
  const removal = createRunRemoval({
    store: ports.store,
    settled: () => writer.settled(),
    owes: () => payments?.owes() === true,
    forget: (stone) => ports.forget(stone),
    onGone() {
      room = createRunRoom(null, ports.config);
      ports.closeAll();
    },
    later: (delayInMs) => ports.setAlarm(ports.now() + delayInMs),
  });
  const removeNow = (): Promise<void> => {
    const header = roomNow().header();
    if (header === null || !isToBeRemoved(header)) return removal.goOn();
    const { runId, flowId } = header;
    return removal.remove({ runId, flowId, isTold: false });
  };
  const load = async (): Promise<void> => {
    await removal.load();
    if (removal.isGone()) {
      room = createRunRoom(null, ports.config);
      return void removal.goOn();
    }
    const stored = await ports.store.load();
    room = createRunRoom(stored, ports.config);
    if (stored) give({ type: 'woke' });
    if (stored) await payments?.recover();
  };

  return Object.freeze({
    ready: loadOnce(load),
    give,
    async ask(input: Extract<RoomInput, { requestId: string }>) {
      give(input);
      const reply = replies.get(input.requestId) ?? { status: 500, body: null };
      replies.delete(input.requestId);
      await writer.settled();
      return reply;
    },
    settled: () => writer.settled(),
    room: roomNow,
    isGone: removal.isGone,
    goOnRemoving: removeNow,
    async remove(personId: string) {
      if (!removal.isGone()) give({ type: 'remove', personId });
      await removeNow();
    },
  });
}
