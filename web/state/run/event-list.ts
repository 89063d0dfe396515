import type { LogEntry } from '#shared/run/events.ts';

/** Entries of the log up to the cursor, read by position without copying. */
export interface EventList {
  readonly length: number;
  at(index: number): LogEntry | undefined;
  slice(start: number, end: number): readonly LogEntry[];
}

/** The first `length` entries of a log. */
export function eventListOf(
  log: {
    readonly entry: (seq: number) => LogEntry | undefined;
    readonly slice: (start: number, end: number) => readonly LogEntry[];
  },
  length: number,
): EventList {
  return {
    length,
    at: (index) => (index >= 0 && index < length ? log.entry(index + 1) : undefined),
    slice: (start, end) => log.slice(Math.max(0, start), Math.min(end, length)),
  };
}
