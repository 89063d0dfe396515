import type { CallTrack } from './call-track.ts';
import type { ReplayLog } from './replay-log.ts';

/** A stretch in which nothing is written and nothing happens. ms from the run's start. */
export interface Wait {
  readonly startMs: number;
  readonly endMs: number;
}

/** Longer ones can be left out of a replay. */
export const LONG_WAIT_MS = 2_000;

/**
 * Every wait longer than `longMs`: between two entries, or two pieces of text, that follow each other. The end of the run
 * closes the last. O(entries + pairs + stretches × log).
 */
export function longWaits(log: ReplayLog, longMs: number = LONG_WAIT_MS): readonly Wait[] {
  const busy: Wait[] = [];
  for (let seq = 1; seq <= log.length(); seq += 1) addTime(busy, log.timeOf(seq), longMs);
  for (const track of log.calls()) busy.push(...writingOf(track, longMs));
  busy.sort((a, b) => a.startMs - b.startMs);
  const waits: Wait[] = [];
  let until = 0;
  for (const { startMs, endMs } of busy) {
    if (startMs - until > longMs) waits.push({ startMs: until, endMs: startMs });
    until = Math.max(until, endMs);
  }
  return waits;
}

/** Stretches in which a call wrote without a long wait. */
function writingOf({ end, sentMs }: CallTrack, longMs: number): readonly Wait[] {
  const stretches: Wait[] = [];
  const timing = end?.timing ?? [];
  for (let place = 1; place < timing.length; place += 2) {
    const ms = timing[place];
    if (ms !== undefined) addTime(stretches, sentMs + ms, longMs);
  }
  return stretches;
}

/** Lengthens the last stretch when the time is near it; else begins a new one. Times come in order. */
function addTime(stretches: Wait[], ms: number, longMs: number): void {
  const last = stretches.at(-1);
  if (last !== undefined && ms >= last.startMs && ms - last.endMs <= longMs)
    stretches[stretches.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, ms) };
  else stretches.push({ startMs: ms, endMs: ms });
}
