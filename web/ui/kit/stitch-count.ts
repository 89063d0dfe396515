import { NODE_DISPLAY_STATUSES, type NodeDisplayStatus } from '../status/node-status.ts';

/** From finished to not yet begun, so that a bar fills from the left. */
const BAR_ORDER: readonly NodeDisplayStatus[] = [
  'done',
  'cached',
  'failed',
  'unbilled',
  'stopped',
  'skipped',
  'streaming',
  'running',
  'retrying',
  'waiting',
  'paused',
  'queued',
  'stale',
  'idle',
];

/** How many steps are in each state, in the order of a progress bar; states without steps are left out. */
export function countByStatus(
  steps: readonly { readonly status: NodeDisplayStatus }[],
): readonly { readonly status: NodeDisplayStatus; readonly count: number }[] {
  const counts = new Map<NodeDisplayStatus, number>(NODE_DISPLAY_STATUSES.map((status) => [status, 0]));
  for (const { status } of steps) counts.set(status, (counts.get(status) ?? 0) + 1);
  return BAR_ORDER.map((status) => ({ status, count: counts.get(status) ?? 0 })).filter(
    ({ count }) => count > 0,
  );
}
