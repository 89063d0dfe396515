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
  /** Set when the phase is `ended`. */
  readonly retry: RetryAdvice | null;
  readonly resolution: Resolution | null;
}
