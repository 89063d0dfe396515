import type { EventList } from '../../state/run-view.svelte.ts';

/** Events of what a container holds, one after another: a line that opens. */
export interface EventGroup {
  /** The same while the log grows. */
  readonly key: string;
  /** The outermost container. */
  readonly containerId: string;
  /** Place of the first in the log. */
  readonly from: number;
  readonly count: number;
}

/** A line of the list. */
export type EventLine =
  | { readonly kind: 'entry'; readonly place: number; readonly isInside: boolean }
  | { readonly kind: 'group'; readonly group: EventGroup; readonly isOpen: boolean };

interface Grouping {
  /** Which log; another id starts over. */
  readonly runId: string;
  /** The outermost container round a node of the run; null = it stands in none. */
  readonly containerOf: (nodeId: string) => string | null;
}

/** Groups a log that grows: what was looked at is not looked at again. A place stands for a line of its own. */
export function createEventGroups(): (events: EventList, by: Grouping) => readonly (number | EventGroup)[] {
  let runId = '';
  let scanned = 0;
  let found: readonly (number | EventGroup)[] = [];
  return (events, by) => {
    if (by.runId !== runId || events.length < scanned) [runId, scanned, found] = [by.runId, 0, []];
    if (events.length === scanned) return found;
    const next = [...found];
    for (; scanned < events.length; scanned += 1) add(next, scanned, containerAt(events, scanned, by));
    found = next;
    return found;
  };
}

function containerAt(events: EventList, place: number, { containerOf }: Grouping): string | null {
  const data = events.at(place)?.data;
  return data !== undefined && 'nodeId' in data && data.nodeId !== undefined
    ? containerOf(data.nodeId)
    : null;
}

function add(lines: (number | EventGroup)[], place: number, containerId: string | null): void {
  const last = lines.at(-1);
  if (containerId === null) lines.push(place);
  else if (typeof last === 'object' && last.containerId === containerId)
    lines[lines.length - 1] = { ...last, count: last.count + 1 };
  else lines.push({ key: `events ${place}`, containerId, from: place, count: 1 });
}

/** What is shown while these groups are open. A group of one is no group. O(lines). */
export function eventLines(
  groups: readonly (number | EventGroup)[],
  isOpen: (key: string) => boolean,
): readonly EventLine[] {
  return groups.flatMap((each): readonly EventLine[] => {
    if (typeof each === 'number') return [{ kind: 'entry', place: each, isInside: false }];
    if (each.count === 1) return [{ kind: 'entry', place: each.from, isInside: false }];
    const open = isOpen(each.key);
    const head: EventLine = { kind: 'group', group: each, isOpen: open };
    if (!open) return [head];
    return [
      head,
      ...Array.from({ length: each.count }, (_, offset): EventLine => ({
        kind: 'entry',
        place: each.from + offset,
        isInside: true,
      })),
    ];
  });
}
