import type { LogEntry } from '#shared/run/events.ts';
import type { RunState } from '#shared/run/state.ts';
import { adoptOutputs, type LongOutput } from './adopt-outputs.ts';
import type { OutputCache, RunBlobs } from './ports.ts';

/** `adopt-long-outputs.ts`, wherever it comes from. */
export type AdoptLong = (
  outputs: readonly LongOutput[],
  blobs: RunBlobs,
  cache: OutputCache,
) => Promise<void>;

export interface LateAdoptionOptions {
  readonly blobs: RunBlobs;
  readonly cache: OutputCache;
  readonly adoptLong: AdoptLong;
  /** Whether somebody here could run the same; null = not known yet. */
  readonly isOfUse: () => boolean | null;
}

/**
 * Adopts at once what can be seen in the log, and what needs more bytes when everything else is here. Those
 * are looked at one after the other, so that what people look at comes first.
 */
export function createLateAdoption({ blobs, cache, adoptLong, isOfUse }: LateAdoptionOptions) {
  let waiting: LongOutput[] = [];
  let last: Promise<unknown> = Promise.resolve();
  function goOn(): void {
    const isWanted = isOfUse();
    if (isWanted === null || waiting.length === 0) return;
    const outputs = waiting;
    waiting = [];
    // Nobody waits for it: a node whose output could not be adopted runs when its turn comes.
    if (isWanted) last = last.then(() => adoptLong(outputs, blobs, cache)).catch(() => undefined);
  }
  return Object.freeze({
    take(run: RunState, entries: readonly LogEntry[]): void {
      waiting.push(...adoptOutputs(run, entries, cache));
      goOn();
    },
    /** What `isOfUse` says may have changed. */
    goOn,
  });
}
