import type { Clock } from '../ports.ts';

export interface VirtualClock extends Clock {
  /** Lets promises settle and timers fire, in order, until none is left or the time is reached. */
  readonly run: (untilMs?: number) => Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Everything that promises do before the next timer. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

export function createVirtualClock(startMs = 0): VirtualClock {
  let now = startMs;
  let order = 0;
  let timers: Timer[] = [];
  const after = (delayInMs: number, callback: () => void) => {
    const timer = { at: now + Math.max(0, delayInMs), order: order++, callback };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  return {
    now: () => now,
    after,
    soon: (callback) => void after(0, callback),
    async run(untilMs = Infinity) {
      for (;;) {
        await settle();
        const next = timers.reduce<Timer | null>(
          (best, timer) =>
            best === null || timer.at < best.at || (timer.at === best.at && timer.order < best.order)
              ? timer
              : best,
          null,
        );
        if (next === null || next.at > untilMs) break;
        now = next.at;
        const due = timers.filter((timer) => timer.at === now).sort((a, b) => a.order - b.order);
        timers = timers.filter((timer) => timer.at !== now);
        for (const timer of due) timer.callback();
      }
      if (untilMs !== Infinity) now = Math.max(now, untilMs);
    },
  };
}
