import { displayStatus, nodeState, type NodeDisplayStatus } from '#shared/run/select.ts';
import type { RunState } from '#shared/run/state.ts';

/** How a node stands by all that is known, whatever moment is shown. */
export function finalStatus(run: RunState, nodeId: string): NodeDisplayStatus {
  return displayStatus(run, nodeState(run, nodeId), { hasPartialText: false, stale: false });
}
