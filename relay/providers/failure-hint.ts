import type { FailureHint } from './call-failed.ts';

/**
 * Codes and types of error bodies that change what a person has to do. Compared with whole `code`/`type` values, so that
 * no byte of a body gets any further. Sources: OpenAI "Error codes", Anthropic "Errors", OpenRouter "Errors and
 * debugging", Z.ai "Error codes" (1113 = arrears, 1301 = sensitive content, 1261 = prompt too long).
 */
const HINTS: { readonly [code: string]: FailureHint } = {
  insufficient_quota: 'no-credit',
  billing_hard_limit_reached: 'no-credit',
  billing_error: 'no-credit',
  insufficient_credits: 'no-credit',
  '1113': 'no-credit',
  context_length_exceeded: 'context-length',
  string_above_max_length: 'context-length',
  request_too_large: 'context-length',
  '1261': 'context-length',
  content_filter: 'content-policy',
  content_policy_violation: 'content-policy',
  moderation_blocked: 'content-policy',
  '1301': 'content-policy',
};

/** Reads a provider's error body (JSON or not) down to one of three hints; undefined for everything else. */
export function failureHint(body: string): FailureHint | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // Error pages of proxies are HTML: nothing to learn from them.
    return undefined;
  }
  const error = member(parsed, 'error') ?? parsed;
  for (const name of ['code', 'type']) {
    const value = member(error, name);
    const code = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    if (Object.hasOwn(HINTS, code)) return HINTS[code];
  }
  return undefined;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
