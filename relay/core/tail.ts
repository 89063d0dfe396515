import type { LogRecord } from './log-record.ts';

/** The newest entries, kept in memory for the live stream: everything older is read from pages. */
export interface Tail {
  push(record: LogRecord): void;
  /** Forgets what is too old or too much. */
  trim(now: number): void;
  /** Whether every entry after `seq` up to the head is here. */
  covers(seq: number): boolean;
  /** Entries with a number above `seq`, oldest first. */
  after(seq: number): readonly LogRecord[];
}

export interface TailLimits {
  readonly tailEntries: number;
  readonly tailAgeMs: number;
}

/** Bytes of JSON kept at most, so that a thousand large entries do not fill the room's memory (128 MB in production). */
const TAIL_BYTES = 16 * 1024 * 1024;

/** @param head number of the last entry stored before this tail began. */
export function createTail(head: number, limits: TailLimits): Tail {
  let records: LogRecord[] = [];
  let floor = head;
  let bytes = 0;
  const drop = (count: number): void => {
    if (count === 0) return;
    for (const record of records.slice(0, count)) bytes -= record.bytes;
    floor = records[count - 1]?.entry.seq ?? floor;
    records = records.slice(count);
  };
  return Object.freeze({
    push(record: LogRecord) {
      records.push(record);
      bytes += record.bytes;
    },
    trim(now: number) {
      let count = Math.max(0, records.length - limits.tailEntries);
      let excess = bytes - TAIL_BYTES;
      for (const [index, record] of records.entries()) {
        const isOld = now - record.entry.at > limits.tailAgeMs;
        if (index >= count && !isOld && excess <= 0) break;
        excess -= record.bytes;
        count = Math.max(count, index + 1);
      }
      drop(count);
    },
    covers: (seq: number) => seq >= floor,
    after(seq: number) {
      return records.slice(Math.max(0, seq - floor));
    },
  });
}
