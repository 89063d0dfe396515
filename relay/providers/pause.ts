import type { Timers } from './types.ts';

/** Waits, or resolves with false at once when the call is stopped. */
export function pause(timers: Timers, delayInMs: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const stop = (): void => {
      timers.clearTimeout(handle);
      resolve(false);
    };
    const handle = timers.setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    }, delayInMs);
    signal.addEventListener('abort', stop, { once: true });
  });
}
