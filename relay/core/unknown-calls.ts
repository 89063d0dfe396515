import type { Fact } from '#shared/run/events.ts';
import type { CallRecord } from './call-record.ts';
import type { RoomState, Turn } from './room-state.ts';

/**
 * Calls that may have been billed and wait for a person's word. The room knows no graph; that nobody is asked about one
 * any more it sees from the facts about its node.
 */

/** Those among stored calls for whose word somebody still waits, with their nodes. */
export function unknownCallsOf(calls: Iterable<CallRecord>): Map<string, string> {
  const found = new Map<string, string>();
  for (const { callId, nodeId, retry, resolution, isPast } of calls)
    if (retry === 'ask' && resolution === null && isPast !== true) found.set(callId, nodeId);
  return found;
}

/** Follows facts that have just been written; a run without such calls pays nothing here. */
export function noteUnknownCalls(state: RoomState, turn: Turn, facts: readonly Fact[]): void {
  for (const fact of facts) {
    if (fact.type === 'call.ended') {
      const { callId, nodeId, end } = fact.data;
      if (end.retry === 'ask') state.unknownCalls.set(callId, nodeId);
    } else if (state.unknownCalls.size === 0) continue;
    else if (fact.type === 'call.resolved') state.unknownCalls.delete(fact.data.callId);
    else if (endsItsNode(fact)) forget(state, turn, fact.data.nodeId);
  }
}

type OfNode = Extract<Fact, { readonly data: { readonly nodeId: string } }>;

/** The node is done with what it asked in this round. */
function endsItsNode(fact: Fact): fact is OfNode {
  switch (fact.type) {
    case 'execution.node.completed':
    case 'execution.node.failed':
    case 'execution.node.amended':
      return true;
    case 'execution.node.status':
      return fact.data.status === 'skipped';
    default:
      return false;
  }
}

function forget(state: RoomState, turn: Turn, nodeId: string): void {
  for (const [callId, ofNode] of state.unknownCalls) {
    if (ofNode !== nodeId) continue;
    state.unknownCalls.delete(callId);
    const call = state.calls.get(callId);
    if (call === undefined) continue;
    state.calls.set(callId, { ...call, isPast: true });
    turn.calls.add(callId);
  }
}
