import type { PartyStorage } from '../../../relay/storage/party-storage.ts';
import type { Timers } from '../../../relay/providers/types.ts';
import type { Random } from '../kernel/random.ts';
import { createActor, type Actor, type WorldClock } from '../kernel/world-clock.ts';
import { createSimStorage, type SimDisk } from './sim-storage.ts';

/** What the platform does around a room's process: storage, timers, and the gate before everything that leaves. */
export interface RoomProcess {
  readonly actor: Actor;
  readonly isDead: () => boolean;
  readonly storage: PartyStorage;
  readonly timers: Timers;
  /** Does something outside of the room as soon as everything put before is on disk; never if the process dies before. */
  readonly leave: (work: () => void) => void;
}

export interface RoomProcessOptions {
  readonly name: string;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly disk: SimDisk;
  readonly isStorageFailing: () => boolean;
  readonly onWrite: (moment: 'before' | 'after') => void;
}

export function startRoomProcess(options: RoomProcessOptions): RoomProcess {
  const { name, clock, random, disk, isStorageFailing, onWrite } = options;
  const actor = createActor(name);
  const isDead = (): boolean => actor.state === 'dead';
  const storage = createSimStorage({ clock, random, actor, disk, isFailing: isStorageFailing, onWrite });
  return Object.freeze({
    ...{ actor, isDead, storage },
    timers: {
      setTimeout: (callback: () => void, delayInMs: number) => clock.after(delayInMs, actor, callback),
      clearTimeout: (handle: unknown) => (handle as () => void)(),
    },
    leave(work: () => void) {
      if (isDead()) return;
      storage.afterWrites(() => {
        if (!isDead()) work();
      });
    },
  });
}

/** A request as a shell reads it. */
export function shellRequest(method: string, body: Uint8Array | null) {
  const parts = body === null ? [] : [body];
  const reader = {
    async read() {
      const value = parts.shift();
      return value === undefined ? { done: true } : { done: false, value };
    },
    cancel: async () => undefined,
  };
  return { method, headers: { get: () => null }, body: { getReader: () => reader } };
}
