import type { LogEntry } from '#shared/run/events.ts';
import type { NodeTab } from './node-tab.ts';

/** The log of the first run that a tab hears of, as it comes. */
export interface FollowedRun {
  readonly entries: () => readonly LogEntry[];
  /** When an entry came to this tab, by its number; ms of performance.now(). */
  readonly cameAt: (seq: number) => number | undefined;
  /** Resolves in the same turn in which so many entries are there. */
  readonly reached: (count: number) => Promise<void>;
  /** Resolves with the first entry that fits, now or later. */
  readonly first: (fits: (entry: LogEntry) => boolean) => Promise<LogEntry>;
  readonly sealed: Promise<void>;
}

export function followRun(tab: NodeTab): FollowedRun {
  const entries: LogEntry[] = [];
  const times: number[] = [];
  const waiting = new Set<() => void>();
  tab.onBatch((batch) => {
    for (const entry of batch.entries) {
      times[entry.seq] = performance.now();
      entries.push(entry);
    }
    for (const look of [...waiting]) look();
  });
  const when = <Value>(found: () => Value | undefined): Promise<Value> =>
    new Promise((resolve) => {
      const look = () => {
        const value = found();
        if (value === undefined) return;
        waiting.delete(look);
        resolve(value);
      };
      waiting.add(look);
      look();
    });
  const first = (fits: (entry: LogEntry) => boolean) => when(() => entries.find(fits));
  return Object.freeze({
    entries: () => entries,
    cameAt: (seq: number) => times[seq],
    reached: (count: number) =>
      when(() => (entries.length >= count ? true : undefined)).then(() => undefined),
    first,
    sealed: first(({ type }) => type === 'execution.sealed').then(() => undefined),
  });
}
