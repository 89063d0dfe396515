import type { RunPhase } from '#shared/run/state.ts';
import type { LastRun } from './flow-record.ts';

/** A run as the list of flows shows it; null when there is none. `now` = ms since 1970. */
export function lastRunOf(
  run: { readonly phase: RunPhase; readonly outcome: string | null },
  now: number,
): LastRun | null {
  switch (run.phase) {
    case 'empty':
      return null;
    case 'running':
    case 'paused':
      return { status: 'running', at: now };
    case 'cancelled':
      return { status: 'stopped', at: now };
    case 'failed':
      return { status: 'failed', at: now };
    case 'completed':
      return { status: run.outcome === 'ok' ? 'ok' : 'with-failures', at: now };
    default:
      return run.phase satisfies never;
  }
}
