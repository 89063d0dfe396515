import { LIMITS } from '#shared/protocol/limits.ts';

/** How a connection looks for the relay again. */
export interface ReconnectOptions {
  /** Attempts in a row; then it waits for `reconnect()`, for the network, or for the tab to come back. */
  readonly maxReconnectAttempts: number;
  readonly initialReconnectDelayMs: number;
  readonly maxReconnectDelayMs: number;
  readonly heartbeatIntervalMs: number;
}

export const RECONNECT_DEFAULTS: ReconnectOptions = Object.freeze({
  maxReconnectAttempts: LIMITS.reconnectAttempts,
  initialReconnectDelayMs: LIMITS.reconnectInitialMs,
  maxReconnectDelayMs: LIMITS.reconnectMaxMs,
  heartbeatIntervalMs: LIMITS.heartbeatMs,
});
