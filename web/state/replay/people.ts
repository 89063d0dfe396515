import type { LogEntry, PersonRef } from '#shared/run/events.ts';
import { OUTCOME_DONE } from '../run/outcome-done.ts';
import { createStopwatch } from './stopwatch.ts';

/** Who did what in a run, by its log. Names are people's own choice. */
export interface RunPerson {
  readonly personId: string;
  /** '' where the log does not tell. */
  readonly name: string;
  /** In the past: 'started it'. In the order in which it was first done. */
  readonly deeds: readonly string[];
}

export interface RunPeople {
  take(entries: readonly LogEntry[]): void;
  /** In the order in which they came in; the same list while nothing changed. */
  list(): readonly RunPerson[];
  /** Time from the first pause to the last resumption, less what ran in between; ms up to `now`. */
  pausedMs(now: number): number;
  /** Time in which at least one question waited for somebody; ms up to `now`. */
  askedMs(now: number): number;
}

export function createRunPeople(): RunPeople {
  const people = new Map<string, RunPerson>();
  let list: readonly RunPerson[] = [];
  const pauses = createStopwatch();
  const asking = createStopwatch();
  const questions = new Set<string>();

  function note(personId: string | null, name: string, deed: string | null): void {
    if (personId === null) return;
    const known = people.get(personId) ?? { personId, name: '', deeds: [] };
    const deeds = deed === null || known.deeds.includes(deed) ? known.deeds : [...known.deeds, deed];
    people.set(personId, { ...known, name: known.name || name, deeds });
  }

  function noteRef(person: PersonRef, deed: string | null): void {
    note(person.personId, person.name, deed);
  }

  function take(entry: LogEntry): void {
    if (entry.type === 'execution.started') noteRef(entry.data.startedBy, 'started it');
    else if (entry.type === 'execution.host.changed') {
      const { host, reason } = entry.data;
      if (host !== null) noteRef(host, reason === 'claimed' ? 'took it over' : null);
    } else if (entry.type === 'approval.received') {
      noteRef(entry.data.answeredBy, OUTCOME_DONE[entry.data.outcome]);
    } else {
      const deed = deedOf(entry);
      if (deed !== null) note(entry.by, '', deed);
    }
    measure(entry);
  }

  function measure(entry: LogEntry): void {
    if (entry.type === 'execution.paused') pauses.start(entry.at);
    else if (ENDS_PAUSE.has(entry.type)) pauses.stop(entry.at);
    if (entry.type === 'approval.requested') questions.add(entry.data.approvalId);
    else if (ENDS_RUN.has(entry.type)) questions.clear();
    else if ('approvalId' in entry.data) questions.delete(entry.data.approvalId);
    if (questions.size > 0) asking.start(entry.at);
    else asking.stop(entry.at);
  }

  return Object.freeze({
    take(entries: readonly LogEntry[]) {
      const before = new Map(people);
      entries.forEach(take);
      const isChanged =
        people.size !== before.size || [...people].some(([id, each]) => before.get(id) !== each);
      if (isChanged) list = [...people.values()].filter(({ deeds }) => deeds.length > 0);
    },
    list: () => list,
    pausedMs: pauses.total,
    askedMs: asking.total,
  });
}

const ENDS_PAUSE: ReadonlySet<LogEntry['type']> = new Set([
  'execution.resumed',
  'execution.cancelled',
  'execution.failed',
]);

const ENDS_RUN: ReadonlySet<LogEntry['type']> = new Set([
  'execution.cancelled',
  'execution.failed',
  'execution.completed',
]);

function deedOf(entry: LogEntry): string | null {
  switch (entry.type) {
    case 'execution.paused':
      return 'paused it';
    case 'execution.resumed':
      return 'resumed it';
    case 'execution.cancelled':
      return 'stopped it';
    case 'execution.node.amended':
      return entry.data.action === 'skip' ? 'skipped a step' : 'ran a step again';
    case 'call.resolved':
      return 'decided on a call';
    default:
      return null;
  }
}
