import type { Fact, LogEntry } from '#shared/run/events.ts';
import { utf8Length } from './utf8-length.ts';

/** An entry with its JSON, written once: stored, sent to every viewer and paged in the same words. */
export interface LogRecord {
  readonly entry: LogEntry;
  readonly json: string;
  /** UTF-8. */
  readonly bytes: number;
}

export interface Stamp {
  readonly runId: string;
  readonly seq: number;
  readonly at: number;
  readonly by: string | null;
  readonly epoch?: number | undefined;
}

export function makeRecord(fact: Fact, stamp: Stamp): LogRecord {
  const { runId, seq, at, by, epoch } = stamp;
  const entry = { ...fact, runId, seq, at, by, ...(epoch === undefined ? {} : { epoch }) } as LogEntry;
  const json = JSON.stringify(entry);
  return { entry, json, bytes: utf8Length(json) };
}
