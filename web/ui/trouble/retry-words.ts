import { LIMITS } from '#shared/protocol/limits.ts';
import type { NodeState } from '#shared/run/state.ts';

/** What is shown of a try that waits for its time. */
export interface RetryWait {
  /** "Try 2 of 3 in 4 s". */
  readonly words: string;
  /** How much of the wait is left, 1 to 0; in steps of a second. */
  readonly left: number;
}

const SECOND_MS = 1_000;

/** @param inMs milliseconds until it is made. null = no try waits. */
export function retryWait(state: NodeState | null, inMs: number | null): RetryWait | null {
  const retry = state?.retry ?? null;
  if (state === null || retry === null || inMs === null) return null;
  const seconds = Math.ceil(Math.max(0, inMs) / SECOND_MS);
  const since = state.calls.find(({ callId }) => callId === retry.callId)?.endedAt ?? retry.dueAt;
  const whole = Math.max(SECOND_MS, retry.dueAt - since);
  const words = `Try ${retry.try} of ${LIMITS.triesPerCall}`;
  return {
    words: seconds === 0 ? `${words} is being made` : `${words} in ${seconds} s`,
    left: Math.min(1, (seconds * SECOND_MS) / whole),
  };
}
