import { isLive } from '#shared/run/select.ts';
import { iterationAt, type IterationTotals, type IterationView } from '#shared/run/select-iterations.ts';
import type { OutlineLine } from '#shared/run/select-outline.ts';
import type { RunState } from '#shared/run/state.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';

/** How far a container is: “12 of 40 done, 1 failed”; what is nought is not said. */
export function progressWords({ count, phases }: IterationTotals): string {
  const rest = [
    [phases.failed, 'failed'],
    [phases.skipped, 'skipped'],
    [phases.running, 'at work'],
  ] as const;
  const said = rest.flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`]));
  return [`${phases.completed} of ${count} done`, ...said].join(', ');
}

/** How an iteration looks, from what its nodes do. */
export function iterationStatus(run: RunState, { phase, nodes }: IterationView): NodeDisplayStatus {
  switch (phase) {
    case 'completed':
      return 'done';
    case 'failed':
      return 'failed';
    case 'skipped':
      return 'skipped';
    case 'pending':
      return run.phase === 'paused' ? 'paused' : isLive(run) ? 'queued' : 'stopped';
    case 'running': {
      if (!isLive(run)) return 'stopped';
      const atWork = nodes.filter(({ state }) => state.phase === 'running');
      const asks = atWork.filter(({ state }) => state.approvals.some((asked) => asked.phase === 'open'));
      return atWork.length > 0 && asks.length === atWork.length ? 'waiting' : 'running';
    }
    default:
      return phase satisfies never;
  }
}

/** How a line of the run's outline looks. */
export function lineStatus(
  run: RunState,
  line: OutlineLine,
  statusOf: (nodeId: string) => NodeDisplayStatus,
): NodeDisplayStatus {
  if (line.kind === 'step') return statusOf(line.key);
  const view = iterationAt(run, line.containerId, line.turn);
  if (view !== null) return iterationStatus(run, view);
  // Looked at before it was made; or its container has run again, and it is over.
  const isMade = run.plan?.growth?.containers.has(line.container) === true;
  return isMade ? 'skipped' : statusOf(line.containerId) === 'idle' ? 'idle' : 'queued';
}

/** What a line is called: a step as its flow calls it, an iteration by its number. */
export const lineName = (line: OutlineLine): string =>
  line.kind === 'step' ? line.label : `Item ${line.turn + 1}`;
