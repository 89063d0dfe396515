import { LIMITS } from '#shared/protocol/limits.ts';

/**
 * Milliseconds before the n-th try to connect again (n from 0): 1 s doubling up to 30 s, of which a random half, so that
 * a thousand tabs do not come back at once.
 * @param chance 0 to 1
 */
export function reconnectDelayMs(attempt: number, chance: number): number {
  const full = Math.min(LIMITS.reconnectMaxMs, LIMITS.reconnectInitialMs * 2 ** Math.min(attempt, 20));
  return Math.max(LIMITS.reconnectInitialMs, Math.round(full * (0.5 + chance / 2)));
}
