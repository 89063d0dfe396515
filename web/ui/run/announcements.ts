import type { LogEntry } from '#shared/run/events.ts';
import { OUTCOME_DONE } from '../../state/run/outcome-done.ts';
import { plural } from './format.ts';
import { whoWords } from './who-words.ts';

/** More news of steps than this in one go are summed up. */
const MOST_NAMED = 3;

/** What is said aloud about entries that came in since the last time; '' = nothing. Tokens are never announced. */
export function announcement(
  entries: readonly LogEntry[],
  nameOf: (nodeId: string) => string,
  ownId: string | null,
): string {
  const before: string[] = [];
  const after: string[] = [];
  const steps: string[] = [];
  const counts = { done: 0, failed: 0 };
  for (const entry of entries) {
    if (entry.type === 'execution.node.completed') {
      counts.done += 1;
      steps.push(`${nameOf(entry.data.nodeId)} done.`);
    } else if (entry.type === 'execution.node.failed') {
      counts.failed += 1;
      steps.push(`${nameOf(entry.data.nodeId)} failed. ${entry.data.error.message}`);
    } else if (entry.type === 'execution.started') before.push('Run started.');
    else after.push(...otherNews(entry, nameOf, ownId));
  }
  const said = steps.length > MOST_NAMED ? [summary(counts)] : steps;
  return [...before, ...said, ...after].join(' ');
}

function otherNews(entry: LogEntry, nameOf: (nodeId: string) => string, ownId: string | null): string[] {
  switch (entry.type) {
    case 'execution.paused':
      return [entry.data.reason ? `Run paused. ${entry.data.reason.message}` : 'Run paused.'];
    case 'execution.resumed':
      return ['Run resumed.'];
    case 'execution.cancelled':
      return ['Run stopped.'];
    case 'execution.completed':
      return [entry.data.outcome === 'ok' ? 'Run finished.' : 'Run finished with failures.'];
    case 'approval.received': {
      const { nodeId, outcome, answeredBy } = entry.data;
      return [`${nameOf(nodeId)}: ${whoWords(answeredBy, ownId)} ${OUTCOME_DONE[outcome]}.`];
    }
    case 'approval.expired':
      return [`${nameOf(entry.data.nodeId)}: nobody answered in time.`];
    case 'execution.failed':
      return [`Run failed. ${entry.data.error.message}`];
    case 'execution.node.retrying':
      return [`${nameOf(entry.data.nodeId)}: ${entry.data.error.message} It is tried again by itself.`];
    case 'call.ended':
      return entry.data.end.retry === 'ask'
        ? [`${nameOf(entry.data.nodeId)} waits for you: not clear if its call was billed.`]
        : [];
    default:
      return [];
  }
}

function summary({ done, failed }: { readonly done: number; readonly failed: number }): string {
  const parts = [
    ...(done > 0 ? [`${plural(done, 'step')} done`] : []),
    ...(failed > 0 ? [`${plural(failed, 'step')} failed`] : []),
  ];
  return `${parts.join(', ')}.`;
}
