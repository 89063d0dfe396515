import { LIMITS } from '#shared/protocol/limits.ts';
import { lowerLimits } from '#shared/protocol/lowered-limits.ts';
import type { CallDeadlines } from '#shared/protocol/providers.ts';
import type { ModelCallRequest } from '#shared/run/call.ts';

/** The limits of one call; tests and operators may lower them. Milliseconds and bytes. */
export interface CallLimits {
  readonly headersDeadlineMs: number;
  readonly idleDeadlineMs: number;
  readonly totalDeadlineMs: number;
  readonly responseBytes: number;
  readonly sseLineBytes: number;
  readonly textOutputBytes: number;
  readonly pictureBytes: number;
  readonly picturePollMs: number;
  readonly picturePolls: number;
}

export interface CallCircumstances {
  readonly kind?: ModelCallRequest['kind'] | undefined;
  /** What the model's description says of its patience. */
  readonly deadlines?: CallDeadlines | undefined;
  /** `WEFT_LIMITS` of whoever runs the relay. */
  readonly operator?: string | undefined;
}

/**
 * The limits of a call, with whatever of it was lowered. Nothing is heard of a picture until it is there, and a model may
 * be given longer by its description, but never where the operator has lowered that deadline.
 */
export function callLimits(
  lowered: Partial<CallLimits> = {},
  { kind = 'text', deadlines = {}, operator }: CallCircumstances = {},
): CallLimits {
  const { limits } = lowerLimits(operator);
  const headers = kind === 'image' ? 'pictureHeadersDeadlineMs' : 'headersDeadlineMs';
  const longest = (name: typeof headers | 'idleDeadlineMs' | 'totalDeadlineMs', own = 0): number =>
    limits[name] < LIMITS[name] ? limits[name] : Math.max(limits[name], own);
  return {
    headersDeadlineMs: longest(headers, deadlines.headersMs),
    idleDeadlineMs: longest('idleDeadlineMs', deadlines.idleMs),
    totalDeadlineMs: longest('totalDeadlineMs', deadlines.totalMs),
    responseBytes: limits.responseBytes,
    sseLineBytes: LIMITS.sseLineBytes,
    textOutputBytes: limits.textOutputBytes,
    pictureBytes: LIMITS.blobBytes,
    picturePollMs: LIMITS.picturePollMs,
    picturePolls: LIMITS.picturePolls,
    ...lowered,
  };
}

/** "30 seconds", "10 minutes": deadlines as people read them. */
export function inWords(durationInMs: number): string {
  if (durationInMs < 1_000) return `${durationInMs} ms`;
  const seconds = Math.round(durationInMs / 1_000);
  if (seconds < 120) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}
