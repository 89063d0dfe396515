import type { ComparedRun } from '../../engine/core/comparison.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';

/** How a compared run stands, with icon and colour; what goes on is compared as far as it has come. */
export function comparedOutcome({ phase, outcome }: Pick<ComparedRun, 'phase' | 'outcome'>): {
  readonly word: string;
  readonly status: NodeDisplayStatus;
} {
  switch (phase) {
    case 'empty':
    case 'running':
      return { word: 'Running', status: 'running' };
    case 'paused':
      return { word: 'Paused', status: 'paused' };
    case 'cancelled':
      return { word: 'Stopped', status: 'stopped' };
    case 'failed':
      return { word: 'Failed', status: 'failed' };
    case 'completed':
      return outcome === 'with-failures'
        ? { word: 'Failures', status: 'failed' }
        : { word: 'Done', status: 'done' };
    default:
      return phase satisfies never;
  }
}
