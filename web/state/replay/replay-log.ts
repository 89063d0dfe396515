import type { LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import { createCallTracks, type CallTrack } from './call-track.ts';
import { createCheckpoints } from './checkpoints.ts';

/** The run after some entries, and the calls that had been sent and not ended by then. */
export interface Prefix {
  readonly seq: number;
  readonly run: RunState;
  readonly open: readonly string[];
}

/**
 * A run's entries as far as they are known, and the state after any of them. Laws RP1 to RP5 (docs/spec/replay.md). Pure:
 * knows no clock and no screen.
 */
export interface ReplayLog {
  /** Takes what follows; entries already known and entries after a gap are left out. Returns those taken. */
  append(entries: readonly LogEntry[]): readonly LogEntry[];
  /** The newest state. */
  head(): RunState;
  /** The state after the entry with this number; 0 = before the first. */
  at(seq: number): Prefix;
  length(): number;
  /** By number, from 1. */
  entry(seq: number): LogEntry | undefined;
  /** Entries a to b of the list (0-based, b not included). */
  slice(a: number, b: number): readonly LogEntry[];
  /** ms from the run's start; never falls from one entry to the next. 0 for entries that are not there. */
  timeOf(seq: number): number;
  /** Number of the last entry that stood at a time; 1 at least, so that there is a run to show. */
  seqAt(ms: number): number;
  call(callId: string): CallTrack | undefined;
  calls(): Iterable<CallTrack>;
}

const isNumbered = (entry: LogEntry, seq: number) => entry.seq === seq;

export function createReplayLog(runId: string): ReplayLog {
  const entries: LogEntry[] = [];
  const times: number[] = [];
  const tracks = createCallTracks();
  const checkpoints = createCheckpoints<Prefix>();
  const before: Prefix = { seq: 0, run: emptyRun(runId), open: [] };
  /** After the start: its plan is by far the dearest entry to fold. */
  let first = before;
  let head = before;
  let lastShown = before;

  function take(entry: LogEntry): void {
    const startedAt = entries[0]?.at ?? entry.at;
    const ms = Math.max(times.at(-1) ?? 0, entry.at - startedAt);
    entries.push(entry);
    times.push(ms);
    tracks.take(entry, ms);
  }

  function foldTo(from: Prefix, until: number): Prefix {
    if (until <= from.seq) return from;
    const piece = entries.slice(from.seq, until);
    return { seq: until, run: foldEntries(from.run, piece), open: openAfter(from.open, piece) };
  }

  function advanceHead(): void {
    while (head.seq < entries.length) {
      const until = head.seq === 0 ? 1 : Math.min(entries.length, checkpoints.next(head.seq));
      head = foldTo(head, until);
      if (head.seq === 1) first = head;
      checkpoints.offer(head.seq, head);
    }
  }

  function nearest(seq: number): Prefix {
    if (seq >= head.seq) return head;
    const kept = checkpoints.latest(seq)?.state ?? (seq >= 1 ? first : before);
    return lastShown.seq <= seq && lastShown.seq > kept.seq ? lastShown : kept;
  }

  return Object.freeze({
    append(incoming: readonly LogEntry[]) {
      const known = entries.length;
      for (const entry of incoming) if (isNumbered(entry, entries.length + 1)) take(entry);
      advanceHead();
      return entries.slice(known);
    },
    head: () => head.run,
    at(seq: number) {
      const until = Math.max(0, Math.min(seq, entries.length));
      lastShown = foldTo(nearest(until), until);
      return lastShown;
    },
    length: () => entries.length,
    entry: (seq: number) => entries[seq - 1],
    slice: (a: number, b: number) => entries.slice(a, b),
    timeOf: (seq: number) => times[Math.min(seq, times.length) - 1] ?? 0,
    seqAt(ms: number) {
      let low = 1;
      let high = Math.max(1, times.length);
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((times[middle - 1] ?? Infinity) <= ms) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    call: tracks.get,
    calls: tracks.all,
  });
}

function openAfter(open: readonly string[], entries: readonly LogEntry[]): readonly string[] {
  let next: Set<string> | null = null;
  for (const entry of entries) {
    if (entry.type === 'call.sent') (next ??= new Set(open)).add(entry.data.callId);
    else if (entry.type === 'call.ended') (next ??= new Set(open)).delete(entry.data.callId);
  }
  return next === null ? open : [...next];
}
