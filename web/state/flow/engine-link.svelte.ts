import type { WeftError } from '#shared/run/errors.ts';
import type { Session as RelaySession } from '../../engine/api.ts';
import type { ClockPort } from '../run/run-clock.svelte.ts';
import type { EnginePort } from './engine-port.ts';

const RECONNECT_MS = 5_000;

/** The engine's way to the relay: registered and let in, or why not. Tried again while that may help. */
export class EngineLink {
  readonly #engine: EnginePort;
  readonly #clock: ClockPort;
  #state = $state<'opening' | 'ready' | 'offline' | 'refused'>('opening');
  #error = $state.raw<WeftError | null>(null);
  #session = $state.raw<RelaySession | null>(null);
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(engine: EnginePort, clock: ClockPort) {
    this.#engine = engine;
    this.#clock = clock;
  }

  get state(): 'opening' | 'ready' | 'offline' | 'refused' {
    return this.#state;
  }
  get error(): WeftError | null {
    return this.#error;
  }
  get session(): RelaySession | null {
    return this.#session;
  }

  /** @param onReady called each time the relay has let this browser in. */
  open = async (onReady: (session: RelaySession) => Promise<void>): Promise<void> => {
    this.#cancel?.();
    const result = await this.#engine.api.connect();
    if (this.#closed) return;
    if (result.ok) {
      this.#session = result.session;
      this.#error = null;
      this.#state = 'ready';
      return onReady(result.session);
    }
    this.#error = result.error;
    this.#state = result.error.retryable ? 'offline' : 'refused';
    if (result.error.retryable) this.#cancel = this.#clock.after(RECONNECT_MS, () => void this.open(onReady));
  };

  close = (): void => {
    this.#closed = true;
    this.#cancel?.();
  };
}
