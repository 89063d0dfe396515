import type { LogEntry } from '#shared/run/events.ts';
import type { EventList } from '../../state/run-view.svelte.ts';
import { eventWords, type EventKind, type EventWords } from './event-words.ts';

export interface SieveQuery {
  /** Which log; another id starts over. */
  readonly runId: string;
  readonly kind: EventKind | 'all';
  /** '' = everything. Any case; in the words or in the type. */
  readonly search: string;
  readonly nameOf: (nodeId: string) => string;
  /** Who sits here. */
  readonly ownId: string | null;
}

/** Positions of the entries that pass; null = all of them do. */
export type SieveResult = readonly number[] | null;

/**
 * Filters a log that grows: what was looked at is not looked at again while the question stays the same, so that a live
 * run of thousands of entries can be searched on every frame.
 */
export function createEventSieve(): (events: EventList, query: SieveQuery) => SieveResult {
  let key = '';
  let scanned = 0;
  let found: readonly number[] = [];
  return (events, { runId, kind, search, nameOf, ownId }) => {
    const wanted = search.trim().toLowerCase();
    if (kind === 'all' && wanted === '') return null;
    const nextKey = `${runId}\n${kind}\n${ownId ?? ''}\n${wanted}`;
    if (nextKey !== key || events.length < scanned) {
      key = nextKey;
      scanned = 0;
      found = [];
    }
    const more: number[] = [];
    for (let index = scanned; index < events.length; index += 1) {
      const entry = events.at(index);
      if (entry && passes(eventWords(entry, nameOf, ownId), entry.type, kind, wanted)) more.push(index);
    }
    scanned = events.length;
    if (more.length > 0) found = [...found, ...more];
    return found;
  };
}

function passes(words: EventWords, type: LogEntry['type'], kind: EventKind | 'all', wanted: string): boolean {
  if (kind !== 'all' && words.kind !== kind) return false;
  return wanted === '' || words.words.toLowerCase().includes(wanted) || type.includes(wanted);
}
