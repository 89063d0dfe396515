import type { Timers } from '../providers/types.ts';

/** Requests that wait in a room of the vault until the call that they are about is served, or for a moment. */
export interface TurnWaits {
  /** Resolves when the call is served, or when somebody should hear how far the line has come. @param key `holdKey`. */
  until(key: string): Promise<void>;
  serve(keys: readonly string[]): void;
}

/** Short enough that a call that is stopped meanwhile is not missed for long. */
const LONGEST_MS = 500;

export function createTurnWaits(timers: Timers): TurnWaits {
  const waiting = new Map<string, () => void>();
  return Object.freeze({
    until(key: string) {
      return new Promise<void>((resolve) => {
        const done = (): void => {
          timers.clearTimeout(timer);
          if (waiting.get(key) === done) waiting.delete(key);
          resolve();
        };
        const timer = timers.setTimeout(done, LONGEST_MS);
        waiting.set(key, done);
      });
    },
    serve(keys: readonly string[]) {
      for (const key of keys) waiting.get(key)?.();
    },
  });
}
