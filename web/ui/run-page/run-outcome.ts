import { waitsForPeople } from '#shared/run/select-approval.ts';
import type { RunState } from '#shared/run/state.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';

/** The mark beside the title: how the run stands by all that is known. */
export function runOutcome(run: RunState): { readonly status: NodeDisplayStatus; readonly word: string } {
  switch (run.phase) {
    case 'empty':
    case 'running':
      if (run.host === null && run.phase === 'running') return { status: 'paused', word: 'Parked' };
      return waitsForPeople(run)
        ? { status: 'waiting', word: 'Waiting' }
        : { status: 'running', word: 'Live' };
    case 'paused':
      return { status: 'paused', word: 'Paused' };
    case 'cancelled':
      return { status: 'stopped', word: 'Stopped' };
    case 'failed':
      return { status: 'failed', word: 'Failed' };
    case 'completed':
      return run.outcome === 'ok'
        ? { status: 'done', word: 'Finished' }
        : { status: 'failed', word: 'Finished with failures' };
    default:
      return run.phase satisfies never;
  }
}
