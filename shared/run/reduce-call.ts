import { NO_NODE, type Draft } from './draft.ts';
import type { FactOf, Resolution } from './events.ts';
import type { CallState, NodeState } from './state.ts';

export type CallFact = FactOf<
  'call.accepted' | 'call.waiting' | 'call.sent' | 'call.ended' | 'call.resolved'
>;

/**
 * Facts about one call. Calls live in their node's state; the room names the node in every call fact. Returns the index
 * of the node that changed, else NO_NODE.
 */
export function reduceCallFact(draft: Draft, fact: CallFact, at: number): number {
  const index = draft.indexOf(fact.data.nodeId);
  const node = index === undefined ? undefined : draft.node(index);
  if (index === undefined || node === undefined) return NO_NODE;
  const next = fact.type === 'call.accepted' ? accepted(node, fact, at) : changed(node, fact, at);
  if (next === null) return NO_NODE;
  draft.setNode(index, next);
  return index;
}

function accepted(node: NodeState, fact: FactOf<'call.accepted'>, at: number): NodeState | null {
  const { callId, round, ordinal, provider, model, task, requestHash } = fact.data;
  if (node.calls.some((call) => call.callId === callId)) return null;
  const call: CallState = {
    callId,
    round,
    ordinal,
    try: fact.data.try,
    provider,
    model,
    task,
    requestHash,
    phase: 'accepted',
    acceptedAt: at,
    sentAt: null,
    endedAt: null,
    end: null,
    resolution: null,
  };
  return { ...node, calls: [...node.calls, call], retry: null };
}

function changed(
  node: NodeState,
  fact: Exclude<CallFact, { type: 'call.accepted' }>,
  at: number,
): NodeState | null {
  const position = node.calls.findIndex((call) => call.callId === fact.data.callId);
  const call = node.calls[position];
  const next = call && nextCall(call, fact, at);
  if (!next) return null;
  const calls = node.calls.with(position, next);
  return fact.type === 'call.resolved'
    ? { ...node, calls, retry: retryAfter(node, next, at) }
    : { ...node, calls };
}

/** A person's word on a call whose next try waits: it is due now, or never. */
function retryAfter({ retry }: NodeState, call: CallState, at: number): NodeState['retry'] {
  if (retry === null || retry.callId !== call.callId) return retry;
  return call.resolution === 'retry' ? { ...retry, dueAt: Math.min(retry.dueAt, at) } : null;
}

function nextCall(
  call: CallState,
  fact: Exclude<CallFact, { type: 'call.accepted' }>,
  at: number,
): CallState | null {
  switch (fact.type) {
    case 'call.waiting':
      return call.phase === 'accepted' ? { ...call, waits: fact.data.message } : null;
    case 'call.sent':
      return call.phase === 'accepted' ? { ...call, phase: 'sent', sentAt: at } : null;
    case 'call.ended':
      return call.phase === 'ended' ? null : { ...call, phase: 'ended', endedAt: at, end: fact.data.end };
    case 'call.resolved':
      return mayBeResolved(call, fact.data.resolution) ? { ...call, resolution: fact.data.resolution } : null;
    default:
      return fact satisfies never;
  }
}

/** A call that may have been billed waits for a word; of one that is tried again by itself a person may say when. */
function mayBeResolved({ end, resolution }: CallState, word: Resolution): boolean {
  if (end === null || end.outcome === 'ok' || resolution !== null) return false;
  return end.retry === 'ask' || (end.retry === 'safe' && word !== 'count-as-billed');
}
