import { NO_NODE, type Draft } from './draft.ts';
import type { FactOf } from './events.ts';
import type { ApprovalState, NodeState } from './state.ts';

export type ApprovalFact = FactOf<
  'approval.requested' | 'approval.withdrawn' | 'approval.received' | 'approval.expired'
>;

/**
 * Facts about one question to people. Questions live in their node's state, like calls. Returns the index of the node
 * that changed, else NO_NODE. `place` = the node's plan index, when it is known.
 */
export function reduceApprovalFact(draft: Draft, fact: ApprovalFact, at: number, place?: number): number {
  const index = place ?? draft.indexOf(fact.data.nodeId);
  const node = index === undefined ? undefined : draft.node(index);
  if (index === undefined || node === undefined) return NO_NODE;
  const next = fact.type === 'approval.requested' ? asked(node, fact, at) : closed(node, fact, at);
  if (next === null) return NO_NODE;
  draft.setNode(index, next);
  const { askedNodes } = draft.run;
  if (!askedNodes.includes(index)) draft.patch({ askedNodes: [...askedNodes, index] });
  return index;
}

/** Only a node at work asks, and only in its own round. */
function asked(node: NodeState, { data }: FactOf<'approval.requested'>, at: number): NodeState | null {
  const { approvalId, round, ordinal, requestHash, nodeId: _, ...request } = data;
  if (node.phase !== 'running' || round !== node.round) return null;
  if (node.approvals.some((approval) => approval.approvalId === approvalId)) return null;
  const approval: ApprovalState = {
    ...{ approvalId, round, ordinal, requestHash, request },
    ...{ phase: 'open', requestedAt: at, endedAt: null, answer: null },
  };
  return { ...node, approvals: [...node.approvals, approval] };
}

/** The first end of a question counts. */
function closed(
  node: NodeState,
  fact: Exclude<ApprovalFact, { type: 'approval.requested' }>,
  at: number,
): NodeState | null {
  const position = node.approvals.findIndex(({ approvalId }) => approvalId === fact.data.approvalId);
  const approval = node.approvals[position];
  if (approval?.phase !== 'open') return null;
  if (fact.type === 'approval.withdrawn')
    return {
      ...node,
      approvals: node.approvals.with(position, { ...approval, phase: 'withdrawn', endedAt: at }),
    };
  const { outcome, values } = fact.data;
  const more = fact.type === 'approval.received' ? fact.data : null;
  const next: ApprovalState = {
    ...approval,
    phase: more === null ? 'expired' : 'answered',
    endedAt: at,
    answer: {
      outcome,
      values: values ?? null,
      text: more?.text ?? null,
      feedback: more?.feedback ?? null,
      by: more?.answeredBy ?? null,
    },
  };
  return { ...node, approvals: node.approvals.with(position, next) };
}
