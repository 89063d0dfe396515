import { RECONNECT_DEFAULTS, type ReconnectOptions } from './reconnect-options.ts';

/**
 * Milliseconds before the n-th try to connect again (n from 0): 1 s doubling up to 30 s unless set otherwise, of which a
 * random half, so that a thousand tabs do not come back at once.
 * @param chance 0 to 1
 */
export function reconnectDelayMs(
  attempt: number,
  chance: number,
  options: ReconnectOptions = RECONNECT_DEFAULTS,
): number {
  const { initialReconnectDelayMs, maxReconnectDelayMs } = options;
  const full = Math.min(maxReconnectDelayMs, initialReconnectDelayMs * 2 ** Math.min(attempt, 20));
  return Math.max(Math.min(initialReconnectDelayMs, full), Math.round(full * (0.5 + chance / 2)));
}
