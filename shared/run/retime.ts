import { NO_NODE, type Draft } from './draft.ts';
import type { HostFact } from './events.ts';
import { retimeToolCall } from './reduce-agent.ts';

/** Beside a node's index: the fact changed the run itself. */
export const WHOLE_RUN = -2;

/**
 * Puts the relay's time in the place of the one that a host guessed when it folded its own fact onto the draft: then the
 * draft is what folding the numbered entry itself would have made of it. `changed` = the node that the fact changed,
 * which had started before it ended; or WHOLE_RUN, or NO_NODE. `at` is relay time in ms.
 */
export function retime(draft: Draft, fact: HostFact, changed: number, at: number): void {
  if (changed === NO_NODE) return;
  switch (fact.type) {
    case 'execution.node.status':
      if (fact.data.status === 'running') return draft.retimeNode(changed, at, null);
      return draft.retimeNode(changed, null, at);
    case 'execution.node.completed':
    case 'execution.node.failed':
      return draft.retimeNode(changed, null, at);
    case 'approval.requested':
      return draft.retimeApproval(changed, fact.data.approvalId, { requestedAt: at });
    case 'approval.withdrawn':
      return draft.retimeApproval(changed, fact.data.approvalId, { endedAt: at });
    case 'agent.tool_call':
      return retimeToolCall(draft, fact.data, changed, at);
    case 'execution.completed':
    case 'execution.failed':
      return draft.patch({ endedAt: at });
    case 'dag.created':
    case 'dag.updated':
    case 'execution.node.progress':
    case 'execution.node.retrying':
    case 'agent.message':
    case 'agent.thinking':
    case 'state.updated':
    case 'metric.updated':
    case 'error':
      return;
    default:
      fact satisfies never;
  }
}
