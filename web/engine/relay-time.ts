import type { Clock } from './ports.ts';

/** Relay time in ms: the last time the relay told, plus what has passed here since. Never goes back. */
export interface RelayTime {
  readonly now: () => number;
  /** The relay said that it is `at` now, or that something happened at `at`. */
  readonly observe: (at: number) => void;
}

export function createRelayTime(clock: Clock): RelayTime {
  let offset: number | null = null;
  return Object.freeze({
    now: () => clock.now() + (offset ?? 0),
    observe(at: number) {
      const heard = at - clock.now();
      // Entries tell when something happened, so the later of two hints is the nearer to now.
      if (offset === null || heard > offset) offset = heard;
    },
  });
}
