/** Adds up stretches of time. */
export interface Stopwatch {
  /** Started again while it goes: nothing changes. */
  readonly start: (at: number) => void;
  readonly stop: (at: number) => void;
  /** Of all stretches, the open one up to `now`; ms. */
  readonly total: (now: number) => number;
}

export function createStopwatch(): Stopwatch {
  let sumMs = 0;
  let since: number | null = null;
  const total = (now: number): number => sumMs + (since === null ? 0 : Math.max(0, now - since));
  return Object.freeze({
    start(at: number) {
      since ??= at;
    },
    stop(at: number) {
      sumMs = total(at);
      since = null;
    },
    total,
  });
}
