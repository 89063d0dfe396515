import type { RunSummary } from '#shared/protocol/messages.ts';
import { waitsForPeople } from '#shared/run/select-approval.ts';
import type { RunState } from '#shared/run/state.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';
import { plural } from './format.ts';
import { whoWords } from './who-words.ts';

/** How an ended run ended, or that it waits for people; null while it goes on. `mayAnswer` = this person is one of them. */
export function outcomeWords(
  run: RunState,
  mayAnswer = true,
): { readonly words: string; readonly status: NodeDisplayStatus } | null {
  switch (run.phase) {
    case 'empty':
      return null;
    case 'running':
      return waitsForPeople(run) ? { words: waitingFor(mayAnswer), status: 'waiting' } : null;
    case 'paused':
      // Why stands in a message of its own: it is too long for a bar.
      return { words: 'Paused', status: 'paused' };
    case 'cancelled':
      return { words: 'Stopped', status: 'stopped' };
    case 'failed':
      return { words: run.error?.message ?? 'Failed', status: 'failed' };
    case 'completed':
      return run.outcome === 'ok'
        ? { words: 'Done', status: 'done' }
        : { words: `Done, ${plural(run.counts.failed, 'step')} failed`, status: 'failed' };
    default:
      return run.phase satisfies never;
  }
}

/** "Run 13 by you", "Run by Imani"; null when there is none. `personId` = who sits here. */
export function runTitle(
  view: { readonly runId: string | null; readonly run: RunState | null },
  runs: readonly RunSummary[],
  personId: string | null,
): string | null {
  if (view.run?.startedBy == null) return null;
  const number = runs.find((summary) => summary.runId === view.runId)?.number;
  return `${number === undefined ? 'Run' : `Run ${number}`} by ${whoWords(view.run.startedBy, personId)}`;
}

/** For a run that only people can move on. */
export function waitingFor(mayAnswer: boolean): string {
  return mayAnswer ? 'Waiting for you' : 'Waiting for people';
}
