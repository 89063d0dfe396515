import type { HostFact, LogEntry } from '#shared/run/events.ts';

/** The host's own facts that the relay has not numbered yet, in the order in which they were sent. */
export interface OwnFacts {
  readonly size: number;
  readonly facts: readonly HostFact[];
  /** `changed` = what the fact changed in the draft: a node's index, NO_NODE or WHOLE_RUN. */
  readonly add: (fact: HostFact, changed: number) => void;
  /** What the n-th fact changed. */
  readonly changedBy: (position: number) => number;
  /** Forgets the first facts: they are numbered. */
  readonly dropFirst: (count: number) => void;
}

export function createOwnFacts(): OwnFacts {
  let changes: number[] = [];
  const own = {
    size: 0,
    facts: [] as HostFact[],
    add(fact: HostFact, changed: number) {
      own.facts.push(fact);
      changes.push(changed);
      own.size += 1;
    },
    changedBy: (position: number) => changes[position] as number,
    dropFirst(count: number) {
      own.facts = count >= own.size ? [] : own.facts.slice(count);
      changes = count >= own.size ? [] : changes.slice(count);
      own.size = own.facts.length;
    },
  };
  return own;
}

/** Whether the entry is this fact come back: of one type, about one node in one round. */
export function isEcho(entry: LogEntry, fact: HostFact): boolean {
  if (entry.type !== fact.type) return false;
  const { nodeId, round } = entry.data as Place;
  const mine = fact.data as Place;
  return nodeId === mine.nodeId && round === mine.round;
}

/** Of the data of a fact, where there is one. */
interface Place {
  readonly nodeId?: string | undefined;
  readonly round?: number;
}
