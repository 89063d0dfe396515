/** The browser's time and timers. */
export const browserClock = Object.freeze({
  /** ms since 1970, of this computer. */
  now: () => Date.now(),
  every(periodInMs: number, callback: () => void) {
    const timer = setInterval(callback, periodInMs);
    return () => clearInterval(timer);
  },
  after(delayInMs: number, callback: () => void) {
    const timer = setTimeout(callback, delayInMs);
    return () => clearTimeout(timer);
  },
});
