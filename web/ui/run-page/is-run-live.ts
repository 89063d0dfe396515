import { isLive } from '#shared/run/select.ts';
import type { RunState } from '#shared/run/state.ts';

/** Whether a run goes on, by its newest state; the moment that is shown does not matter. */
export function isRunLive(newest: RunState | null): boolean {
  return newest !== null && isLive(newest);
}
