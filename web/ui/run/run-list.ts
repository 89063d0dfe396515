import type { RunSummary } from '#shared/protocol/messages.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';
import { duration, money } from './format.ts';
import { waitingFor } from './run-words.ts';

/** How a run of the list stands, with icon and colour. `mayAnswer` = this person answers what runs ask. */
export function summaryOutcome(
  run: RunSummary,
  mayAnswer = true,
): {
  readonly word: string;
  readonly status: NodeDisplayStatus;
} {
  switch (run.phase) {
    case 'running':
      if (run.waits) return { word: waitingFor(mayAnswer), status: 'waiting' };
      return run.parked ? { word: 'Waits', status: 'paused' } : { word: 'Running', status: 'running' };
    case 'paused':
      return { word: 'Paused', status: 'paused' };
    case 'cancelled':
      return { word: 'Stopped', status: 'stopped' };
    case 'failed':
      return { word: 'Failed', status: 'failed' };
    case 'completed':
      return run.outcome === 'with-failures'
        ? { word: 'Failures', status: 'failed' }
        : { word: 'Done', status: 'done' };
    default:
      return run.phase satisfies never;
  }
}

/** '' while it is under way. */
export function summaryDuration(run: RunSummary): string {
  return run.endedAt === null ? '' : duration(run.endedAt - run.startedAt);
}

/** What a run cost: with a plus while more may come (`open`), and where the price of a call is not known. */
export function summaryCost({ demo, totalMicroUsd, unknownCalls }: RunSummary, open: boolean): string {
  return demo ? 'Demo' : money(totalMicroUsd, { open, unknownCalls });
}
