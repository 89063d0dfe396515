import { RECONNECT_DEFAULTS, type ReconnectOptions } from './reconnect-options.ts';

/**
 * Milliseconds before the n-th try to connect again (n from 0): somewhere between 1 s and 4 s, doubling with each try, up
 * to 30 s unless set otherwise. The span is that wide because a relay that starts again loses all its sockets in one
 * moment: a hundred tabs must not come back in the same tenth of a second.
 * @param chance 0 to 1
 */
export function reconnectDelayMs(
  attempt: number,
  chance: number,
  options: ReconnectOptions = RECONNECT_DEFAULTS,
): number {
  const { initialReconnectDelayMs, maxReconnectDelayMs } = options;
  const least = initialReconnectDelayMs * 2 ** Math.min(attempt, 20);
  const most = Math.min(maxReconnectDelayMs, SPREAD * least);
  const from = Math.min(least, most / 2);
  return Math.round(from + chance * (most - from));
}

/** How many times the shortest wait the longest is. */
const SPREAD = 4;
