import type { RunView } from '../run-view.svelte.ts';
import { createReplayAxis, type ReplayAxis } from './replay-axis.ts';
import { longWaits } from './waits.ts';

/** The time line of a replay: all of the run's time, or without its long waits. */
export function axisOf(view: RunView, skipsWaits: boolean): ReplayAxis {
  return createReplayAxis(view.wholeMs, skipsWaits && view.head > 0 ? longWaits(view.log) : []);
}
