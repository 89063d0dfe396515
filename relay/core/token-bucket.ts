/** Counts what may be done per second with a burst, without a timer: refilled when asked. */
export interface TokenBucket {
  /** @returns 0 when it was taken, else the milliseconds until the next may be taken. */
  take(now: number): number;
}

export function createTokenBucket(perSecond: number, burst: number): TokenBucket {
  let tokens = burst;
  let refilledAt: number | null = null;
  return Object.freeze({
    take(now: number): number {
      const elapsedMs = refilledAt === null ? 0 : Math.max(0, now - refilledAt);
      tokens = Math.min(burst, tokens + (elapsedMs * perSecond) / 1_000);
      refilledAt = now;
      if (tokens < 1) return Math.ceil(((1 - tokens) * 1_000) / perSecond);
      tokens -= 1;
      return 0;
    },
  });
}
