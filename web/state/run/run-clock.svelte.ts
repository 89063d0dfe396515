import { createSubscriber } from 'svelte/reactivity';

/** Ticks of the running clock, per second: enough for tenths. */
const TICK_MS = 100;

/** The world's time, given from outside so that tests drive it. */
export interface ClockPort {
  /** ms since 1970, of this computer. */
  readonly now: () => number;
  /** Calls back every `periodInMs` until the returned function is called. */
  readonly every: (periodInMs: number, callback: () => void) => () => void;
  /** Calls back once, unless the returned function is called before. */
  readonly after: (delayInMs: number, callback: () => void) => () => void;
}

/** Relay time for the screen: ticks only while something on the screen reads it. */
export class RunClock {
  readonly #port: ClockPort;
  readonly #subscribe: () => void;
  /** Relay time minus this computer's. */
  #offsetMs = $state(0);

  constructor(port: ClockPort) {
    this.#port = port;
    this.#subscribe = createSubscriber((update) => port.every(TICK_MS, update));
  }

  /** Relay time in ms; whoever reads it in an effect is told ten times a second. */
  get now(): number {
    this.#subscribe();
    return this.#port.now() + this.#offsetMs;
  }

  setOffset = (offsetMs: number): void => {
    this.#offsetMs = offsetMs;
  };
}
