import type { Clock } from '../engine/ports.ts';

/** The worker's own clock. Never animation frames: hidden tabs get none. */
export function createSystemClock(): Clock {
  const channel = new MessageChannel();
  let waiting: (() => void)[] = [];
  channel.port1.onmessage = () => {
    const callbacks = waiting;
    waiting = [];
    for (const callback of callbacks) callback();
  };
  return Object.freeze({
    now: () => performance.now(),
    after(delayInMs: number, callback: () => void) {
      const handle = setTimeout(callback, delayInMs);
      return () => clearTimeout(handle);
    },
    soon(callback: () => void) {
      waiting.push(callback);
      // A timer of 0 ms is held back to 4 ms after a few; a message is not.
      if (waiting.length === 1) channel.port2.postMessage(null);
    },
  });
}
