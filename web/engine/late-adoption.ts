import type { LogEntry } from '#shared/run/events.ts';
import type { RunState } from '#shared/run/state.ts';
import type { OutputCache, RunBlobs } from './ports.ts';

/** Entries, and the run as it stood after them. */
export interface SeenEntries {
  readonly run: RunState;
  readonly entries: readonly LogEntry[];
}

/** `adopt-seen.ts`, wherever it comes from. */
export type AdoptSeen = (seen: readonly SeenEntries[], blobs: RunBlobs, cache: OutputCache) => Promise<void>;

export interface LateAdoptionOptions {
  readonly blobs: RunBlobs;
  readonly cache: OutputCache;
  readonly adopt: AdoptSeen;
  /** Whether somebody here could run the same; null = not known yet. */
  readonly isOfUse: () => boolean | null;
}

/** Has what others made adopted when everything else is here, one after the other: what people look at comes first. */
export function createLateAdoption({ blobs, cache, adopt, isOfUse }: LateAdoptionOptions) {
  let waiting: SeenEntries[] = [];
  let last: Promise<unknown> = Promise.resolve();
  function goOn(): void {
    const isWanted = isOfUse();
    if (isWanted === null || waiting.length === 0) return;
    const seen = waiting;
    waiting = [];
    // Nobody waits for it: a node whose output could not be adopted runs when its turn comes.
    if (isWanted) last = last.then(() => adopt(seen, blobs, cache)).catch(() => undefined);
  }
  return Object.freeze({
    take(seen: SeenEntries): void {
      if (!seen.entries.some(({ type }) => type === 'execution.node.completed')) return;
      waiting.push(seen);
      goOn();
    },
    /** What `isOfUse` says may have changed. */
    goOn,
  });
}
