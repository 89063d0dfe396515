import type { LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';

/** Entries between two kept states: any moment of a run is at most this many folds away. */
const CHECKPOINT_EVERY = 200;

/** A run's entries as far as they are known, and the folded state after any of them. */
export interface RunLog {
  /** Takes what follows; entries already known and entries after a gap are left out. Returns those taken. */
  append(entries: readonly LogEntry[]): readonly LogEntry[];
  /** The newest state. */
  head(): RunState;
  /** The state after the entry with this number; 0 = before the first. */
  at(seq: number): RunState;
  length(): number;
  /** By number, from 1. */
  entry(seq: number): LogEntry | undefined;
  /** Entries a to b of the list (0-based, b not included), at most up to `limit` entries of the log. */
  slice(a: number, b: number): readonly LogEntry[];
}

export function createRunLog(runId: string): RunLog {
  const entries: LogEntry[] = [];
  const checkpoints: RunState[] = [emptyRun(runId)];
  let head = emptyRun(runId);

  function foldPiece(piece: readonly LogEntry[]): void {
    head = foldEntries(head, piece);
    if (entries.length % CHECKPOINT_EVERY === 0) checkpoints[entries.length / CHECKPOINT_EVERY] = head;
  }

  return Object.freeze({
    append(incoming: readonly LogEntry[]) {
      const taken = incoming.filter((entry, index, all) => {
        const before = all[index - 1];
        return entry.seq > entries.length && (before === undefined || entry.seq > before.seq);
      });
      const first = taken[0];
      if (first === undefined || first.seq !== entries.length + 1) return [];
      const contiguous = taken.filter((entry, index) => entry.seq === first.seq + index);
      let piece: LogEntry[] = [];
      for (const entry of contiguous) {
        entries.push(entry);
        piece.push(entry);
        if (entries.length % CHECKPOINT_EVERY !== 0) continue;
        foldPiece(piece);
        piece = [];
      }
      if (piece.length > 0) foldPiece(piece);
      return contiguous;
    },
    head: () => head,
    at(seq: number) {
      const until = Math.max(0, Math.min(seq, entries.length));
      const checkpoint = Math.floor(until / CHECKPOINT_EVERY);
      const state = checkpoints[checkpoint] ?? emptyRun(runId);
      return foldEntries(state, entries.slice(checkpoint * CHECKPOINT_EVERY, until));
    },
    length: () => entries.length,
    entry: (seq: number) => entries[seq - 1],
    slice: (a: number, b: number) => entries.slice(a, b),
  });
}
