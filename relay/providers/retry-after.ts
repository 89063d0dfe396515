import { LIMITS } from '#shared/protocol/limits.ts';

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds to wait by a response's headers, at most 60 s; undefined when it does not say or says nonsense.
 * `retry-after-ms` (OpenAI, Azure) goes before `Retry-After`, which is seconds or an HTTP date (RFC 9110, 10.2.3).
 * @param nowMs wall clock, for dates.
 */
export function retryAfterMs(
  headers: { get(name: string): string | null },
  nowMs: number,
): number | undefined {
  const millis = headers.get('retry-after-ms')?.trim();
  if (millis !== undefined && /^\d+(\.\d+)?$/.test(millis)) return cap(Number(millis));
  const value = headers.get('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return cap(Number(value) * 1_000);
  if (!HTTP_DATE.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : cap(at - nowMs);
}

function cap(delayInMs: number): number {
  return Math.round(Math.min(Math.max(delayInMs, 0), LIMITS.retryAfterCapMs));
}
