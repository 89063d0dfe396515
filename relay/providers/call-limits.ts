import { LIMITS } from '#shared/protocol/limits.ts';
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

/** PROTOCOL §5 and §10, with whatever of it was lowered. Nothing is heard of a picture until it is there. */
export function callLimits(
  lowered: Partial<CallLimits> = {},
  kind: ModelCallRequest['kind'] = 'text',
): CallLimits {
  return {
    headersDeadlineMs: kind === 'image' ? LIMITS.pictureHeadersDeadlineMs : LIMITS.headersDeadlineMs,
    idleDeadlineMs: LIMITS.idleDeadlineMs,
    totalDeadlineMs: LIMITS.totalDeadlineMs,
    responseBytes: LIMITS.responseBytes,
    sseLineBytes: LIMITS.sseLineBytes,
    textOutputBytes: LIMITS.textOutputBytes,
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
