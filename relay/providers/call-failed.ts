import type { ErrorCode } from '#shared/run/errors.ts';
import type { CallOutcome, RetryAdvice } from '#shared/run/call.ts';

/** What a provider's error body says, reduced to a closed set: bodies themselves echo keys and go nowhere. */
export type FailureHint = 'no-credit' | 'context-length' | 'content-policy';

/** How a call failed, before words are found for it. */
export interface CallFailure {
  readonly code: ErrorCode;
  readonly outcome: Exclude<CallOutcome, 'ok'>;
  readonly retry: RetryAdvice;
  readonly retryAfterMs?: number | undefined;
  /** HTTP status, when one arrived. */
  readonly status?: number | undefined;
  readonly hint?: FailureHint | undefined;
  /** True when it is certain that nothing was generated: not sent, or refused with a status. */
  readonly unbilled?: boolean | undefined;
  /** Limit or field that the words mention: seconds, bytes, a parameter's label. Never text of the provider. */
  readonly detail?: string | undefined;
}

/** Carries a failure through code that throws (SDKs, streams). */
export class CallFailed extends Error {
  readonly failure: CallFailure;

  constructor(failure: CallFailure) {
    super(failure.code);
    this.name = 'CallFailed';
    this.failure = failure;
  }
}
