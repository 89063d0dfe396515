import type { LogEntry } from '#shared/run/events.ts';

/** Entries of the log up to the cursor, read by position without copying. */
export interface EventList {
  readonly length: number;
  at(index: number): LogEntry | undefined;
  slice(start: number, end: number): readonly LogEntry[];
}
