import {
  HOST_FACT_TYPES,
  type Fact,
  type FactType,
  type HostFact,
  type LogEntry,
} from '#shared/run/events.ts';
import { createDraft, type Draft } from '#shared/run/draft.ts';
import { applyFact, foldEntries } from '#shared/run/reduce.ts';
import type { RunState } from '#shared/run/state.ts';
import { createFrontier, touchFacts, type Frontier } from './core/frontier.ts';
import { glanceAt, glanceAtDraft, type RunGlance } from './core/run-glance.ts';

/**
 * The host's two states: `confirmed` is what the relay has numbered, `state` is that plus the host's own facts on their
 * way. Scheduling looks at `state`, so that a chain of nodes does not wait for a round trip per fact.
 */
export interface OptimisticLog {
  readonly confirmed: RunState;
  /** Edited in place: read it, never keep it. */
  readonly state: RunGlance;
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

/** A draft on top of the confirmed state with the facts that are under way. */
function draftOf(confirmed: RunState, pending: readonly HostFact[], now: number): Draft {
  const draft = createDraft(confirmed);
  for (const fact of pending) applyFact(draft, fact, now);
  return draft;
}

/** Facts of this epoch's host: they come back in the order in which they were sent. */
function countOwn(entries: readonly LogEntry[], after: number, epoch: number): number {
  let own = 0;
  for (const entry of entries)
    if (entry.seq > after && entry.epoch === epoch && HOST_TYPES.has(entry.type)) own += 1;
  return own;
}

interface OpenLog extends OptimisticLog {
  confirmed: RunState;
  state: RunGlance;
  pending: number;
}

export function createOptimisticLog(start: RunState, epoch: number): OptimisticLog {
  let draft = createDraft(start);
  let pending: HostFact[] = [];
  const frontier = createFrontier(glanceAt(start));

  function rebuild(changed: readonly Fact[], now: number): ReadonlySet<number> {
    draft = draftOf(log.confirmed, pending, now);
    log.state = glanceAtDraft(draft);
    const touched = new Set<number>();
    touchFacts(frontier, log.state, changed, touched);
    touchFacts(frontier, log.state, pending, touched);
    return touched;
  }

  const log: OpenLog = {
    confirmed: start,
    state: glanceAtDraft(draft),
    frontier,
    pending: 0,
    record(facts: readonly HostFact[], now: number) {
      for (const fact of facts) {
        pending.push(fact);
        applyFact(draft, fact, now);
      }
      log.pending = pending.length;
      touchFacts(frontier, log.state, facts);
    },
    confirm(entries: readonly LogEntry[], now: number) {
      const own = countOwn(entries, log.confirmed.seq, epoch);
      log.confirmed = foldEntries(log.confirmed, entries);
      if (own > 0) pending = pending.slice(own);
      log.pending = pending.length;
      // Only own facts, which the draft has: it says the same as the confirmed state and what is pending.
      return own === entries.length ? NONE : rebuild(entries, now);
    },
    drop() {
      const dropped = pending;
      pending = [];
      log.pending = 0;
      return rebuild(dropped, log.confirmed.at);
    },
  };
  return log;
}
