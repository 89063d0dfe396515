import { HOST_FACT_TYPES, type FactType, type HostFact, type LogEntry } from '#shared/run/events.ts';
import { foldEntries, foldFacts } from '#shared/run/reduce.ts';
import type { RunState } from '#shared/run/state.ts';
import { createFrontier, touchFacts, type Frontier } from './core/frontier.ts';

/**
 * The host's two states: `confirmed` is what the relay has numbered, `state` is that plus the host's own facts on their
 * way. Scheduling looks at `state`, so that a chain of nodes does not wait for a round trip per fact.
 */
export interface OptimisticLog {
  readonly confirmed: RunState;
  readonly state: RunState;
  readonly frontier: Frontier;
  /** Own facts that the relay has not numbered yet. */
  readonly pending: number;
  readonly record: (facts: readonly HostFact[], now: number) => void;
  /** Takes in numbered entries; returns the nodes that entries of others (or the room) may have changed. */
  readonly confirm: (entries: readonly LogEntry[], now: number) => ReadonlySet<number>;
  /** Forgets every own fact that is not numbered; returns the nodes concerned. */
  readonly drop: () => ReadonlySet<number>;
}

const HOST_TYPES: ReadonlySet<FactType> = new Set(HOST_FACT_TYPES);
const NONE: ReadonlySet<number> = new Set();

export function createOptimisticLog(start: RunState, epoch: number): OptimisticLog {
  let confirmed = start;
  let state = start;
  let pending: HostFact[] = [];
  const frontier = createFrontier(start);

  /** Facts come back in the order in which they were sent. */
  function countOwn(entries: readonly LogEntry[]): number {
    let own = 0;
    for (const entry of entries)
      if (entry.seq > confirmed.seq && entry.epoch === epoch && HOST_TYPES.has(entry.type)) own += 1;
    return own;
  }

  return Object.freeze({
    get confirmed() {
      return confirmed;
    },
    get state() {
      return state;
    },
    frontier,
    get pending() {
      return pending.length;
    },
    record(facts: readonly HostFact[], now: number) {
      for (const fact of facts) pending.push(fact);
      state = foldFacts(state, facts, now);
      touchFacts(frontier, state, facts);
    },
    confirm(entries: readonly LogEntry[], now: number) {
      const own = countOwn(entries);
      confirmed = foldEntries(confirmed, entries);
      pending = own === 0 ? pending : pending.slice(own);
      if (own === entries.length) {
        if (pending.length === 0) state = confirmed;
        return NONE;
      }
      state = foldFacts(confirmed, pending, now);
      const touched = new Set<number>();
      touchFacts(frontier, state, entries, touched);
      touchFacts(frontier, state, pending, touched);
      return touched;
    },
    drop() {
      const dropped = pending;
      pending = [];
      state = confirmed;
      const touched = new Set<number>();
      touchFacts(frontier, state, dropped, touched);
      return touched;
    },
  });
}
