import { createRunDriver, type RunDriver } from '../../../relay/shell/run-driver.ts';
import { createFrameIntake, type FrameIntake } from '../../../relay/shell/frame-intake.ts';
import {
  createPictureKeeper,
  type KeeperRequest,
  type PictureKeeper,
} from '../../../relay/shell/picture-keeper.ts';
import { answerRunRequest } from '../../../relay/shell/run-requests.ts';
import { createPayments } from '../../../relay/shell/vault-payments.ts';
import { createPartyMoneyStore } from '../../../relay/storage/money-store.ts';
import { createPartyStore } from '../../../relay/storage/party-store.ts';
import type { RunStore } from '../../../relay/storage/run-store.ts';
import type { RoomConfig } from '../../../relay/core/room-config.ts';
import type { Grant } from '../../../relay/core/grant.ts';
import type { Effect, StoreBatch } from '../../../relay/core/step.ts';
import type { RunHeader } from '../../../relay/core/run-header.ts';
import type { OutboundFetch, RelayEnvironment } from '../../../relay/providers/types.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { Random } from '../kernel/random.ts';
import { createActor, type Actor, type WorldClock } from '../kernel/world-clock.ts';
import type { LinkEnd } from '../../../relay/core/link-ends.ts';
import { shellRequest, startRoomProcess, type RoomProcess } from './room-process.ts';
import type { SimDisk } from './sim-storage.ts';
import type { SimSigner } from './sim-signer.ts';

/** What a room's process tells the oracles. */
export interface RoomWatch {
  /** A step's batch, before it is written. */
  readonly batch: (runId: string, batch: StoreBatch) => void;
  /** Bytes that a client has uploaded. */
  readonly blob: (hash: string, bytes: Uint8Array) => void;
  /** The process is about to do something with its memory as it is. */
  readonly header: (runId: string, header: RunHeader | null) => void;
  /** The room deals with a frame of this connection; null = not any more. */
  readonly sender: (connectionId: string | null) => void;
  readonly heard: (connectionId: string, frame: string) => void;
  /** A process has loaded what is on disk. */
  readonly woke: (runId: string, header: RunHeader | null, log: readonly string[]) => void;
}

export interface SimRoomPorts {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly config: RoomConfig;
  readonly environment: RelayEnvironment;
  readonly signer: SimSigner;
  readonly watch: RoomWatch;
  readonly isStorageFailing: () => boolean;
  readonly onWrite: (moment: 'before' | 'after') => void;
  /** A frame that has left the room. */
  readonly send: (connectionId: string, frame: string) => void;
  readonly close: (connectionId: string, code: number) => void;
  /** Tells the flow's room, and hears which links have ended. */
  readonly report: (effect: Extract<Effect, { type: 'report' }>) => Promise<readonly LinkEnd[]>;
  /** Asks the flow's room in the relay's own name. */
  readonly askFlow: (request: KeeperRequest) => Promise<Response>;
  readonly provider: OutboundFetch;
}

export interface RoomRequest {
  readonly method: string;
  /** The path below the room. */
  readonly parts: readonly string[];
  readonly body: Uint8Array | null;
  /** null = the relay itself asks. */
  readonly grant: Grant | null;
}

/** A room with its disk; its process comes and goes. */
export interface PartyRoom {
  readonly request: (request: RoomRequest) => Promise<Response>;
  readonly connect: (connectionId: string, ticket: { id: string; expiresAt: number }) => void;
  readonly message: (connectionId: string, frame: string) => void;
  readonly closed: (connectionId: string) => void;
  /** kill -9: memory is gone, what was not on disk too. */
  readonly kill: () => void;
  /** Runs once everything written so far is on disk; never if the process dies before. */
  readonly release: (callback: () => void) => void;
}

/** The room of one run. What it does is what relay/run.ts does. */
export interface SimRoom extends PartyRoom {
  /** The last entry on disk. */
  readonly storedHead: () => number;
  /** Whether the disk says so. */
  readonly isSealed: () => boolean;
}

interface Process extends RoomProcess {
  readonly driver: RunDriver;
  readonly intake: FrameIntake;
  readonly store: RunStore;
  readonly keeper: PictureKeeper;
  readonly ready: Promise<void>;
}

export function createSimRoom(runId: string, ports: SimRoomPorts): SimRoom {
  const disk: SimDisk = { values: new Map(), writes: 0 };
  /** Survives its process: the platform wakes a room that asked for it. */
  const alarms = createActor(`alarm ${runId}`);
  const stored = (): RunHeader | undefined => disk.values.get('header') as RunHeader | undefined;
  let process: Process | null = null;
  let generation = 0;

  function running(): Process {
    process ??= startProcess(runId, `${runId}#${(generation += 1)}`, disk, ports, alarms, () => running());
    return process;
  }
  /** As the shells do it: every event waits until the room is loaded. */
  const when = (work: (alive: Process) => void): void => {
    const alive = running();
    void alive.ready.then(() => {
      if (!alive.isDead()) work(alive);
    });
  };
  return Object.freeze({
    async request({ method, parts, body, grant }: RoomRequest) {
      const alive = running();
      await alive.ready;
      const { driver, store, keeper } = alive;
      const now = () => Math.floor(ports.clock.now());
      const newId = () => `ask-${ports.random.next()}`;
      return answerRunRequest(
        { driver, store, keeper, grant, now, newId },
        shellRequest(method, body),
        parts,
      );
    },
    connect: (connectionId: string, { id, expiresAt }: { id: string; expiresAt: number }) =>
      when(({ driver }) =>
        driver.give({ type: 'opened', connectionId, ticket: id, ticketExpiresAt: expiresAt }),
      ),
    message: (connectionId: string, frame: string) =>
      when(({ intake }) => {
        ports.watch.sender(connectionId);
        ports.watch.heard(connectionId, frame);
        intake.take(connectionId, frame);
        ports.watch.sender(null);
      }),
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
    storedHead: () => stored()?.head ?? 0,
    isSealed: () => stored()?.sealed ?? false,
  });
}

function startProcess(
  runId: string,
  name: string,
  disk: SimDisk,
  ports: SimRoomPorts,
  alarms: Actor,
  wake: () => Process,
): Process {
  const { clock, watch } = ports;
  const process = startRoomProcess({ ...ports, name, disk });
  const { isDead, timers } = process;
  const store = watched(runId, createPartyStore(process.storage), watch, isDead);
  const leave = (work: () => void): void => {
    if (isDead()) return;
    watch.header(runId, driver.room().header());
    process.leave(work);
  };
  const tellEnds = (ends: readonly LinkEnd[]): void => {
    if (!isDead()) driver.give({ type: 'links', ends });
  };
  const keeper = createPictureKeeper((request) => gated(leave, () => ports.askFlow(request)));
  const driver = createRunDriver({
    ...{ store, keeper, timers, config: ports.config, environment: ports.environment },
    payments: (loaded) =>
      createPayments({
        ...{ timers, environment: ports.environment, store: createPartyMoneyStore(process.storage) },
        header: () => loaded().header(),
        call: (callId) => loaded().call(callId),
        newId: () => runId,
        ask: () => Promise.reject(new Error('There is no vault in the simulation.')),
      }),
    fetch: (input, init) => gated(leave, () => ports.provider(input, init)),
    now: () => Math.floor(clock.now()),
    send: (id, frame) => leave(() => ports.send(id, frame)),
    close: (id, code) => leave(() => ports.close(id, code)),
    report: (effect) => leave(() => void ports.report(effect).then(tellEnds)),
    // No party lasts until a run is too old to be kept.
    ...{ forget: async () => true, closeAll: () => undefined },
    setAlarm: (at) =>
      at < clock.now() + LIMITS.runRetentionMs / 2 &&
      void clock.at(at, alarms, () => {
        const alive = wake();
        void alive.ready.then(() => {
          if (!alive.isDead()) alive.driver.give({ type: 'tick' });
        });
      }),
  });
  const intake = createFrameIntake({
    maxFrameBytes: LIMITS.frameBytes,
    readToken: async (token) => ports.signer.readToken(token, Math.floor(clock.now())),
    ...{ store, keeper, room: driver.room },
    give: (input) => driver.give(input),
  });
  const ready = loaded(runId, store, driver, watch);
  return { ...process, driver, intake, store, keeper, ready };
}

async function loaded(runId: string, store: RunStore, driver: RunDriver, watch: RoomWatch): Promise<void> {
  const log = await store.entries(1, Number.MAX_SAFE_INTEGER - 1, Number.POSITIVE_INFINITY);
  const stored = await store.load();
  watch.woke(runId, stored?.header ?? null, log);
  await driver.ready();
}

/** The request leaves when everything before it is on disk. */
function gated(leave: (work: () => void) => void, work: () => Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => leave(() => void work().then(resolve, reject)));
}

/** A dead process may still compute; nothing of it gets anywhere. */
function watched(runId: string, store: RunStore, watch: RoomWatch, isDead: () => boolean): RunStore {
  const never = new Promise<never>(() => undefined);
  return {
    ...store,
    write(batch) {
      if (isDead()) return never;
      watch.batch(runId, batch);
      return store.write(batch);
    },
    putBlob(hash, bytes) {
      if (isDead()) return never;
      watch.blob(hash, bytes);
      return store.putBlob(hash, bytes);
    },
  };
}
