import type { ClockPort } from '../run/run-clock.svelte.ts';

/** Work that is done a while after it was asked for, once for all askings in between. */
export interface Delayed {
  readonly ask: () => void;
  readonly cancel: () => void;
}

export function createDelayed(clock: ClockPort, delayInMs: number, work: () => void): Delayed {
  let stop: (() => void) | null = null;
  return Object.freeze({
    ask() {
      stop ??= clock.after(delayInMs, () => {
        stop = null;
        work();
      });
    },
    cancel() {
      stop?.();
      stop = null;
    },
  });
}
