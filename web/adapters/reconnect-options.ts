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

/** What was asked for, else the defaults. */
export function reconnectOptions(asked: Partial<ReconnectOptions>): ReconnectOptions {
  return {
    maxReconnectAttempts: asked.maxReconnectAttempts ?? RECONNECT_DEFAULTS.maxReconnectAttempts,
    initialReconnectDelayMs: asked.initialReconnectDelayMs ?? RECONNECT_DEFAULTS.initialReconnectDelayMs,
    maxReconnectDelayMs: asked.maxReconnectDelayMs ?? RECONNECT_DEFAULTS.maxReconnectDelayMs,
    heartbeatIntervalMs: asked.heartbeatIntervalMs ?? RECONNECT_DEFAULTS.heartbeatIntervalMs,
  };
}
