import { LIMITS } from '#shared/protocol/limits.ts';
import type { FlowEffect } from '../../../relay/core/flow/flow-step.ts';
import type { RoomLimits } from '../../../relay/core/room-config.ts';
import { createFlowDriver, type FlowDriver } from '../../../relay/shell/flow-driver.ts';
import { createFlowIntake } from '../../../relay/shell/flow-intake.ts';
import { answerFlowRequest } from '../../../relay/shell/flow-requests.ts';
import type { FrameIntake } from '../../../relay/shell/frame-intake.ts';
import { createPictureDesk, type PictureDesk } from '../../../relay/shell/picture-desk.ts';
import { createSharedAlarm, type SharedAlarm } from '../../../relay/shell/shared-alarm.ts';
import type { Reply } from '../../../relay/shell/run-driver.ts';
import type { FlowStore } from '../../../relay/storage/flow-store.ts';
import { createPartyFlowStore } from '../../../relay/storage/party-flow-store.ts';
import { createPartyPictureStore } from '../../../relay/storage/party-picture-store.ts';
import type { StoredFlow } from '../../../relay/core/flow/stored-flow.ts';
import type { Random } from '../kernel/random.ts';
import { createActor, type WorldClock } from '../kernel/world-clock.ts';
import { shellRequest, startRoomProcess, type RoomProcess } from './room-process.ts';
import type { PartyRoom, RoomRequest } from './sim-room.ts';
import type { SimDisk } from './sim-storage.ts';
import type { SimSigner } from './sim-signer.ts';

export interface SimFlowRoomPorts {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly limits: RoomLimits;
  /** The key with which run ids are made. */
  readonly key: string;
  readonly signer: SimSigner;
  readonly isStorageFailing: () => boolean;
  readonly onWrite: (moment: 'before' | 'after') => void;
  /** A process has loaded what is on disk. */
  readonly onWoke: (stored: StoredFlow | null) => void;
  readonly send: (connectionId: string, frame: string) => void;
  readonly close: (connectionId: string, code: number) => void;
  /** Tells a run's room; false when it did not answer. */
  readonly push: (effect: Extract<FlowEffect, { type: 'push' }>) => Promise<boolean>;
}

/** The room of one flow with its disk. What it does is what relay/flow.ts does, but for the cryptography of tokens. */
export interface SimFlowRoom extends PartyRoom {
  /** What a token of this link's secret may say. null = nothing may be told, it is not stored. */
  readonly exchange: (secret: string) => Promise<Reply | null>;
}

interface Process extends RoomProcess {
  readonly driver: FlowDriver;
  readonly intake: FrameIntake;
  readonly store: FlowStore;
  readonly pictures: PictureDesk;
  readonly alarm: SharedAlarm;
  readonly ready: Promise<void>;
}

export function createSimFlowRoom(flowId: string, ports: SimFlowRoomPorts): SimFlowRoom {
  const disk: SimDisk = { values: new Map(), writes: 0 };
  const alarms = createActor(`alarm ${flowId}`);
  const { clock, random, key } = ports;
  let process: Process | null = null;
  let generation = 0;
  const running = (): Process => {
    const wakeAt = (at: number): void =>
      void clock.at(at, alarms, () =>
        when(({ driver, pictures, alarm }) => {
          driver.give({ type: 'tick' });
          void pictures
            .ready()
            .then(pictures.tick)
            .catch(() => undefined);
          alarm.rang();
        }),
      );
    process ??= startProcess(`${flowId}#${(generation += 1)}`, disk, ports, wakeAt);
    return process;
  };
  const when = (work: (alive: Process) => void): void => {
    const alive = running();
    void alive.ready.then(() => {
      if (!alive.isDead()) work(alive);
    });
  };
  const newId = (): string => `id-${random.between(1e9, 9e9)}`;
  return Object.freeze({
    async request({ method, parts, body, grant }: RoomRequest) {
      const alive = running();
      await alive.ready;
      const { driver, store, pictures } = alive;
      const now = (): number => Math.floor(clock.now());
      const newSecret = (): string => `secret-${newId()}-${newId()}`;
      const context = { driver, store, pictures, grant, key, now, newId, newSecret };
      return answerFlowRequest(context, shellRequest(method, body), parts);
    },
    async exchange(secret: string) {
      const alive = running();
      await alive.ready;
      const request = { type: 'token', secret } as const;
      return alive.driver
        .ask({ type: 'request', requestId: newId(), grant: null, request })
        .catch(() => null);
    },
    connect: (connectionId: string, { id, expiresAt }: { id: string; expiresAt: number }) =>
      when(({ driver }) =>
        driver.give({ type: 'opened', connectionId, ticket: id, ticketExpiresAt: expiresAt }),
      ),
    message: (connectionId: string, frame: string) => when(({ intake }) => intake.take(connectionId, frame)),
    closed: (connectionId: string) =>
      when(({ driver, intake }) => {
        intake.forget(connectionId);
        driver.give({ type: 'closed', connectionId });
      }),
    kill() {
      if (process) process.actor.state = 'dead';
      process = null;
    },
    release: (callback: () => void) => running().leave(callback),
  });
}

function startProcess(
  name: string,
  disk: SimDisk,
  ports: SimFlowRoomPorts,
  wakeAt: (at: number) => void,
): Process {
  const { clock, signer } = ports;
  const now = (): number => Math.floor(clock.now());
  const process = startRoomProcess({ ...ports, name, disk });
  const { leave, storage, timers, isDead } = process;
  const inner = createPartyFlowStore(storage);
  const store: FlowStore = {
    ...inner,
    write: (batch) => (isDead() ? new Promise<never>(() => undefined) : inner.write(batch)),
  };
  const alarm = createSharedAlarm(now, wakeAt);
  const pictures = createPictureDesk({
    ...{ now, limits: ports.limits, store: createPartyPictureStore(storage) },
    setAlarm: (at) => alarm.wish('pictures', at),
  });
  const driver = createFlowDriver({
    ...{ store, timers, now, config: { limits: ports.limits } },
    setAlarm: (at) => alarm.wish('room', at),
    send: (id, frame) => leave(() => ports.send(id, frame)),
    close: (id, code) => leave(() => ports.close(id, code)),
    // Nobody deletes a flow in the simulation.
    removeRun: () => Promise.resolve(false),
    push: (effect) => new Promise((resolve) => leave(() => void ports.push(effect).then(resolve))),
  });
  const intake = createFlowIntake({
    maxFrameBytes: LIMITS.frameBytes,
    readToken: async (token) => signer.readToken(token, now()),
    give: (input) => driver.give(input),
  });
  const ready = inner.load().then((stored) => {
    ports.onWoke(stored);
    return driver.ready();
  });
  return { ...process, driver, intake, store, pictures, alarm, ready };
}
