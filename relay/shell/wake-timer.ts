import type { Timers } from '../providers/types.ts';

/** One timer for the next thing that is due. */
export interface WakeTimer {
  /** Takes the place of the time before; null = nothing is due. */
  set(at: number | null): void;
}

export function createWakeTimer(
  { timers, now }: { readonly timers: Timers; readonly now: () => number },
  wake: () => void,
): WakeTimer {
  let timer: { readonly handle: unknown; readonly at: number } | null = null;
  return Object.freeze({
    set(at: number | null) {
      if (timer?.at === at) return;
      if (timer) timers.clearTimeout(timer.handle);
      timer = null;
      if (at === null) return;
      const ring = (): void => {
        timer = null;
        wake();
      };
      timer = { at, handle: timers.setTimeout(ring, Math.max(0, at - now())) };
    },
  });
}
