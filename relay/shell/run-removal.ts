import type { Gravestone } from '../core/removal.ts';
import type { RunStore } from '../storage/run-store.ts';

interface RemovalPorts {
  readonly store: Pick<RunStore, 'bury' | 'buried'>;
  /** Resolves when everything given so far is stored. */
  readonly settled: () => Promise<void>;
  /** Whether somebody has still to be told what a call has cost. */
  readonly owes: () => boolean;
  /** Tells the flow's room; false when it did not hear it. */
  readonly forget: (stone: Gravestone) => Promise<boolean>;
  /** The run is gone: its room is empty, and whoever watches is sent away. */
  readonly onGone: () => void;
  /** Wakes the room after so many milliseconds. */
  readonly later: (delayInMs: number) => void;
}

/** Removes a run for good, step by step: a process that is killed in between goes on where it was. */
export interface RunRemoval {
  /** What an earlier process has left. */
  load(): Promise<void>;
  readonly isGone: () => boolean;
  /** The run is to be removed; asked again, it is one removal. Resolves when all that can be done now is done. */
  remove(stone: Gravestone): Promise<void>;
  /** Does what could not be done before. */
  goOn(): Promise<void>;
}

const AGAIN_MS = 60_000;

export function createRunRemoval(ports: RemovalPorts): RunRemoval {
  let stone: Gravestone | null = null;
  let work: Promise<void> | null = null;
  const once = (task: () => Promise<void>): Promise<void> => {
    work ??= task()
      .catch(() => ports.later(AGAIN_MS))
      .finally(() => (work = null));
    return work;
  };
  /** The stone first, then what it stands for: so a killed process knows that the rest is to go. */
  const bury = async (wanted: Gravestone): Promise<void> => {
    await ports.settled();
    if (ports.owes()) return;
    await ports.store.bury(wanted);
    stone = wanted;
    ports.onGone();
    await tell();
  };
  const tell = async (): Promise<void> => {
    if (stone === null || stone.isTold) return;
    if (!(await ports.forget(stone).catch(() => false))) return ports.later(AGAIN_MS);
    stone = { ...stone, isTold: true };
    await ports.store.bury(stone);
  };
  return Object.freeze({
    async load() {
      stone = await ports.store.buried();
      // Its flow hears of it when the rest is gone: so here there may be some of it.
      if (stone !== null && !stone.isTold) await ports.store.bury(stone);
    },
    isGone: () => stone !== null,
    remove: (wanted: Gravestone) => once(() => (stone === null ? bury(wanted) : tell())),
    goOn: () => (stone === null ? Promise.resolve() : once(tell)),
  });
}
