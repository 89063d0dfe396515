import type { OutboundFetch, Timers } from './types.ts';

/** The platform's fetch, for the outbound module alone: every request to another host goes through its checks. */
export const platformFetch: OutboundFetch = (input, init) => globalThis.fetch(input, init);

/** The platform's timers, for deadlines. */
export const platformTimers: Timers = {
  setTimeout: (callback, delayInMs) => setTimeout(callback, delayInMs),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};
