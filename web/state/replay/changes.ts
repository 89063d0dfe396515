import { reduce } from '#shared/run/reduce.ts';
import type { RunState } from '#shared/run/state.ts';
import type { ReplayLog } from './replay-log.ts';

/** Which entries change what is shown: stepping through a run goes from one to the next. */

/** Never on the screen. */
const UNSEEN: ReadonlySet<keyof RunState> = new Set(['seq', 'at', 'levelSizes', 'epoch', 'sealed']);

/** Whether two states of a run differ in more than their number and time. O(1): the fold keeps what does not change. */
export function isChange(before: RunState, after: RunState): boolean {
  if (before === after) return false;
  return (Object.keys(after) as (keyof RunState)[]).some(
    (key) => !UNSEEN.has(key) && before[key] !== after[key],
  );
}

/** The first entry after `seq` that changes something; the last one when none does. */
export function nextChange(log: ReplayLog, seq: number): number {
  let state = log.at(seq).run;
  for (let next = seq + 1; next <= log.length(); next += 1) {
    const entry = log.entry(next);
    const after = entry === undefined ? state : reduce(state, entry);
    if (isChange(state, after)) return next;
    state = after;
  }
  return log.length();
}

/** Entries looked at together when going back. */
const STRETCH = 64;

/** The moment before the last change at or before `seq`: the change before that one, 1 at least. */
export function previousChange(log: ReplayLog, seq: number): number {
  const last = lastChangeUpTo(log, seq);
  return Math.max(1, lastChangeUpTo(log, last - 1));
}

/** The last entry at or before `seq` that changes something; 0 when none does. */
function lastChangeUpTo(log: ReplayLog, seq: number): number {
  for (let end = Math.min(seq, log.length()); end > 0; end -= STRETCH) {
    const start = Math.max(0, end - STRETCH);
    let found = 0;
    let state = log.at(start).run;
    for (let next = start + 1; next <= end; next += 1) {
      const entry = log.entry(next);
      const after = entry === undefined ? state : reduce(state, entry);
      if (isChange(state, after)) found = next;
      state = after;
    }
    if (found > 0) return found;
  }
  return 0;
}
