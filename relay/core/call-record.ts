import type { RetryAdvice } from '#shared/run/call.ts';
import type { Resolution } from '#shared/run/events.ts';

/** What the room keeps of every call for as long as the run exists: the same id never calls twice [CA1]. */
export interface CallRecord {
  readonly callId: string;
  readonly nodeId: string;
  readonly provider: string;
  readonly requestHash: string;
  readonly phase: 'accepted' | 'sent' | 'ended';
  /** The entry that holds the request, or names its blob. */
  readonly acceptedSeq: number;
  /** Relay time, ms; null before it was sent. */
  readonly sentAt: number | null;
  /** What the provider calls it while it is at work, where one asks until it is there [RK8]; else left out. */
  readonly ticket?: string | undefined;
  /** Set when the phase is `ended`. */
  readonly retry: RetryAdvice | null;
  readonly resolution: Resolution | null;
  /** Nobody has said anything on it, and its node no longer waits for that; else left out. */
  readonly isPast?: true | undefined;
}

/** A call that its provider has taken under a number: whoever knows that may go on asking for it. */
export interface HandedIn {
  readonly ticket: string;
  /** Relay time, ms. */
  readonly sentAt: number;
}

/** @returns null for a call that nobody can ask for again. */
export function handedIn({ phase, ticket, sentAt }: CallRecord): HandedIn | null {
  return phase === 'sent' && ticket !== undefined && sentAt !== null ? { ticket, sentAt } : null;
}
