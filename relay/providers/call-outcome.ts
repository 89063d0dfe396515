import type { CallCollector } from './call-collector.ts';
import { CallFailed, type CallFailure } from './call-failed.ts';
import type { Outbound } from './outbound.ts';

interface Outcome {
  readonly aborted: boolean;
  readonly wasSent: boolean;
  readonly thrown: unknown;
  readonly outbound: Outbound;
  readonly collector: CallCollector;
}

/**
 * The end marker decides: once it is there the text is whole, whatever the connection does afterwards. Without it the
 * outbound's own memory comes first, because SDKs wrap failures and take an aborted stream for a finished one.
 */
export function outcomeOf({ aborted, wasSent, thrown, outbound, collector }: Outcome): CallFailure | null {
  const ownFailure = thrown instanceof CallFailed ? thrown.failure : null;
  const finish = collector.finishReason();
  if (finish !== undefined && ownFailure === null) {
    return finish === 'refusal' ? { code: 'provider-refused', outcome: 'error', retry: 'never' } : null;
  }
  // What never left the relay costs nothing and leaves nothing to ask.
  const unbilled = !wasSent;
  if (aborted) return { code: 'aborted', outcome: 'aborted', retry: 'never', unbilled };
  const recorded = outbound.failure() ?? ownFailure;
  if (recorded !== null) return recorded;
  if (unbilled && thrown !== null) return { code: 'internal', outcome: 'error', retry: 'never', unbilled };
  if (thrown !== null) return { code: 'provider-malformed', outcome: 'error', retry: 'ask' };
  return { code: 'incomplete-stream', outcome: 'unknown', retry: 'ask' };
}
