import { createDraft, NO_NODE } from '#shared/run/draft.ts';
import {
  HOST_FACT_TYPES,
  type Fact,
  type FactType,
  type HostFact,
  type LogEntry,
} from '#shared/run/events.ts';
import { applyFact, foldEntries } from '#shared/run/reduce.ts';
import { retime, WHOLE_RUN } from '#shared/run/retime.ts';
import type { RunState } from '#shared/run/state.ts';
import { createFrontier, refreshFrontier, touch, touchFacts, type Frontier } from './core/frontier.ts';
import { glanceAt, glanceAtDraft, type RunGlance } from './core/run-glance.ts';
import { createOwnFacts, isEcho } from './own-facts.ts';

/**
 * The host's two states: what the relay has numbered (confirmed), and that plus the host's own facts on their way
 * (`state`). Scheduling looks at `state`, so that a chain of nodes does not wait for a round trip per fact.
 *
 * Own facts are folded once, when they are made. When they come back in their order, a mark moves over them and they get
 * the relay's time; the confirmed state is made when somebody asks for it. Anything else in the log is folded onto it.
 */
export interface OptimisticLog {
  /** All that is numbered, folded. */
  readonly confirmed: () => RunState;
  /** Of the same, what can be told without folding. */
  readonly standing: Standing;
  /** Edited in place: read it, never keep it. */
  readonly state: RunGlance;
  readonly frontier: Frontier;
  /** Own facts that the relay has not numbered yet. */
  readonly pending: number;
  /** `place` = the plan index of the node that the fact is about; undefined = not known, or about no node. */
  readonly record: (fact: HostFact, now: number, place?: number) => void;
  /** Takes in numbered entries; returns the nodes that entries of others (or the room) may have changed. */
  readonly confirm: (entries: readonly LogEntry[], now: number) => ReadonlySet<number>;
  /** Forgets every own fact that is not numbered; returns the nodes concerned. */
  readonly drop: () => ReadonlySet<number>;
}

/** Where the confirmed run stands. */
export type Standing = Pick<RunState, 'seq' | 'at' | 'phase' | 'epoch' | 'sealed'>;

const HOST_TYPES: ReadonlySet<FactType> = new Set(HOST_FACT_TYPES);
const NONE: ReadonlySet<number> = new Set();
const ENDS_RUN: ReadonlySet<FactType> = new Set(['execution.completed', 'execution.failed']);
const ENDS: ReadonlySet<FactType> = new Set(['execution.node.completed', 'execution.node.failed']);
/** Beside what a fact changed: more than retime() can put right. Its echo is folded. */
const TO_BE_FOLDED = -3;

/** Facts of this epoch's host: they come back in the order in which they were sent. */
function countOwn(entries: readonly LogEntry[], after: number, epoch: number): number {
  let own = 0;
  for (const entry of entries)
    if (entry.seq > after && entry.epoch === epoch && HOST_TYPES.has(entry.type)) own += 1;
  return own;
}

interface OpenLog extends OptimisticLog {
  standing: { -readonly [K in keyof Standing]: Standing[K] };
  state: RunGlance;
  pending: number;
}

export function createOptimisticLog(start: RunState, epoch: number): OptimisticLog {
  /** Numbered and folded; what came back after it is in the draft too. */
  let base = start;
  let echoed: LogEntry[] = [];
  let draft = createDraft(start);
  const own = createOwnFacts();
  const frontier = createFrontier(glanceAt(start));

  function begin(): void {
    draft = createDraft(base);
    log.state = glanceAtDraft(draft);
  }

  /** The draft is the confirmed state itself where nothing is under way. */
  function confirmed(): RunState {
    if (echoed.length === 0) return base;
    if (own.size > 0) base = foldEntries(base, echoed);
    else {
      draft.patch({ seq: log.standing.seq, at: log.standing.at });
      base = draft.finish();
      begin();
    }
    echoed = [];
    return base;
  }

  /** Folds an own fact; the frontier follows. */
  function apply(fact: HostFact, now: number, place?: number): void {
    const { run } = draft;
    const changed = applyFact(draft, fact, now, place);
    if (changed === NO_NODE) {
      own.add(fact, draft.run === run ? NO_NODE : WHOLE_RUN);
      if (fact.type === 'dag.updated') refreshFrontier(frontier, log.state);
    } else {
      const isWhole = ENDS.has(fact.type) && frontier.phases[changed] === 'pending';
      own.add(fact, isWhole ? TO_BE_FOLDED : changed);
      touch(frontier, log.state, changed);
    }
    log.pending = own.size;
  }

  /** How many of the entries are own facts come back, nothing else before them. */
  function takeEchoes(entries: readonly LogEntry[]): number {
    let count = 0;
    for (const entry of entries) {
      const fact = own.facts[count];
      if (fact === undefined || entry.epoch !== epoch || entry.seq !== log.standing.seq + 1) break;
      const changed = own.changedBy(count);
      if (changed === TO_BE_FOLDED || !isEcho(entry, fact)) break;
      retime(draft, fact, changed, entry.at);
      echoed.push(entry);
      log.standing.seq = entry.seq;
      log.standing.at = entry.at;
      if (changed === WHOLE_RUN && ENDS_RUN.has(fact.type)) log.standing.phase = draft.run.phase;
      count += 1;
    }
    own.dropFirst(count);
    log.pending = own.size;
    return count;
  }

  /** What is confirmed, then own facts anew. */
  function rebuild(changed: readonly Fact[], now: number): ReadonlySet<number> {
    begin();
    const again = own.facts;
    own.dropFirst(own.size);
    log.pending = 0;
    const touched = new Set<number>();
    touchFacts(frontier, log.state, changed, touched);
    touchFacts(frontier, log.state, again, touched);
    for (const fact of again) apply(fact, now);
    return touched;
  }

  const log: OpenLog = {
    confirmed,
    standing: standingOf(start),
    state: glanceAtDraft(draft),
    frontier,
    pending: 0,
    record: apply,
    confirm(entries: readonly LogEntry[], now: number) {
      const echoes = takeEchoes(entries);
      if (echoes === entries.length) return NONE;
      const others = entries.slice(echoes);
      const mine = countOwn(others, log.standing.seq, epoch);
      base = foldEntries(confirmed(), others);
      Object.assign(log.standing, standingOf(base));
      own.dropFirst(mine);
      return rebuild(others, now);
    },
    drop() {
      // Before own facts are forgotten: the draft has them.
      confirmed();
      const dropped = own.facts;
      own.dropFirst(own.size);
      const touched = rebuild(dropped, log.standing.at);
      frontier.attendedRounds.fill(-1, frontier.phases.length);
      return touched;
    },
  };
  return log;
}

const standingOf = ({ seq, at, phase, epoch, sealed }: RunState): Standing => ({
  ...{ seq, at, phase, epoch, sealed },
});
