import type { CallFailure, FailureHint } from './call-failed.ts';

/** 529: Anthropic's "overloaded". It has generated nothing, but PROTOCOL names only 429 and 503 as safe. */
const SAFE = new Set([429, 503]);

/**
 * What an HTTP status other than 2xx means (PROTOCOL §5). Only 429 and 503 are safe to repeat unasked, and not even they
 * when the account has run dry: that will not mend itself in a minute.
 */
export function classifyStatus(
  status: number,
  hint: FailureHint | undefined,
  retryAfterMs: number | undefined,
): CallFailure {
  const base = { outcome: 'error', status, hint, unbilled: status < 500 || status === 503 } as const;
  if (status >= 300 && status < 400) return { ...base, code: 'provider-redirected', retry: 'never' };
  if (status === 402 || hint === 'no-credit') {
    return { ...base, code: 'provider-error', retry: 'never', hint: 'no-credit' };
  }
  if (SAFE.has(status)) {
    const code = status === 429 ? 'provider-rate-limited' : 'provider-unavailable';
    return { ...base, code, retry: 'safe', retryAfterMs };
  }
  if (status >= 500)
    return { ...base, code: status === 529 ? 'provider-unavailable' : 'provider-error', retry: 'ask' };
  if (hint === 'content-policy') return { ...base, code: 'provider-refused', retry: 'never' };
  if (status === 401 || status === 403) return { ...base, code: 'key-refused', retry: 'never' };
  if (status === 404) return { ...base, code: 'model-not-found', retry: 'never' };
  return { ...base, code: 'provider-bad-request', retry: 'never' };
}
