import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { CallState, NodeState } from '#shared/run/state.ts';

/** What follows from one call of the journal. The relay only classifies; this alone decides. */
export type CallVerdict =
  | { readonly type: 'open' }
  | { readonly type: 'answered' }
  /** The same call again, with this try, not before `dueAt` (relay time, ms). */
  | { readonly type: 'retry'; readonly try: number; readonly dueAt: number; readonly error: WeftError }
  /** May have been billed: waits for a person. */
  | { readonly type: 'ask' }
  | { readonly type: 'failed'; readonly error: WeftError };

const LOST = weftError('unknown-outcome', 'The call ended without saying how. Run the node again.', {
  retryable: true,
});

/** Only what is safe is repeated by itself, at most LIMITS.triesPerCall times in all; a person's word counts more. */
export function judgeCall(call: CallState): CallVerdict {
  if (call.phase !== 'ended' || call.end === null) return { type: 'open' };
  if (call.end.outcome === 'ok') return { type: 'answered' };
  const error = call.end.error ?? LOST;
  const mayTryAgain = call.try < LIMITS.triesPerCall;
  switch (call.end.retry) {
    case 'safe':
      if (!mayTryAgain || call.resolution === 'give-up') return { type: 'failed', error };
      return { type: 'retry', try: call.try + 1, dueAt: dueAfter(call), error };
    case 'ask':
      if (call.resolution === null) return { type: 'ask' };
      if (call.resolution !== 'retry' || !mayTryAgain) return { type: 'failed', error };
      return { type: 'retry', try: call.try + 1, dueAt: 0, error };
    case 'never':
      return { type: 'failed', error };
    default:
      return call.end.retry satisfies never;
  }
}

/** At once when a person has said so. */
const dueAfter = (call: CallState): number =>
  call.resolution === 'retry' ? 0 : (call.endedAt ?? 0) + retryDelayMs(call);

/** Jitter: up to this part of an exponential delay, and up to this many ms on top of a Retry-After. */
const JITTER_PART = 0.25;
const RETRY_AFTER_JITTER_MS = 500;

/**
 * Milliseconds from the end of a call to its next try: Retry-After capped at 60 s, else 1 s, 2 s, 4 s… The jitter comes
 * from the call's id (itself a hash), so that every host computes the same instant.
 */
export function retryDelayMs(call: Pick<CallState, 'callId' | 'try' | 'end'>): number {
  const chance = Number.parseInt(call.callId.slice(0, 8), 16) / 2 ** 32 || 0;
  const after = call.end?.retryAfterMs;
  if (after !== undefined)
    return Math.round(Math.min(after, LIMITS.retryAfterCapMs) + chance * RETRY_AFTER_JITTER_MS);
  const delayInMs = LIMITS.retryBaseMs * 2 ** (call.try - 1);
  return Math.round(delayInMs * (1 + chance * JITTER_PART));
}

/** The newest try of every effect of the node's current round, in the order in which they began. */
export function latestTries(node: NodeState): readonly CallState[] {
  const byOrdinal = new Map<number, CallState>();
  for (const call of node.calls) {
    if (call.round !== node.round) continue;
    const known = byOrdinal.get(call.ordinal);
    if (known === undefined || known.try < call.try) byOrdinal.set(call.ordinal, call);
  }
  return [...byOrdinal.values()];
}
