import { LIMITS } from '#shared/protocol/limits.ts';
import { toWeftError } from '#shared/run/errors.ts';
import { reconnectDelayMs } from './backoff.ts';
import type { RoomLink } from './connection-context.ts';

/** Asks a room again and again: every second while something happens, every five when not, with patience when lost. */
export interface PollLoop {
  /** Something waits to be sent. */
  readonly now: () => void;
  /** The network or the tab may be back. */
  readonly wake: () => void;
  readonly isClosed: () => boolean;
  readonly close: () => void;
}

export interface PollLoopOptions {
  readonly link: Pick<RoomLink, 'clock' | 'report' | 'options' | 'chance'>;
  /** One request and all that comes of it. `again` = the next follows at once. Rejects with WeftFailure. */
  readonly once: () => Promise<{ readonly again: boolean; readonly news: boolean }>;
}

/** Polls without news after which the slower beat begins. */
const IDLE_AFTER = 10;

interface PollState {
  quiet: number;
  failures: number;
  polling: boolean;
  again: boolean;
  closed: boolean;
  cancel: (() => void) | null;
}

interface Scope extends PollLoopOptions {
  readonly state: PollState;
}

export function createPollLoop(options: PollLoopOptions): PollLoop {
  const state: PollState = {
    ...{ quiet: 0, failures: 0, polling: false, again: false, closed: false, cancel: null },
  };
  const scope: Scope = { ...options, state };
  pollSoon(scope, 0);
  return Object.freeze({
    now() {
      state.quiet = 0;
      pollSoon(scope, 0);
    },
    wake() {
      state.failures = 0;
      pollSoon(scope, 0);
    },
    isClosed: () => state.closed,
    close() {
      state.closed = true;
      state.cancel?.();
    },
  });
}

function pollSoon(scope: Scope, delayInMs: number): void {
  const { link, state } = scope;
  if (state.closed) return;
  if (state.polling) {
    state.again = state.again || delayInMs === 0;
    return;
  }
  state.cancel?.();
  state.cancel = link.clock.after(delayInMs, () => void pollOnce(scope));
}

async function pollOnce(scope: Scope): Promise<void> {
  const { link, state } = scope;
  state.polling = true;
  state.again = false;
  let delayInMs: number;
  try {
    const { again, news } = await scope.once();
    if (state.closed) return;
    state.failures = 0;
    state.quiet = news ? 0 : state.quiet + 1;
    delayInMs =
      again || state.again ? 0 : state.quiet >= IDLE_AFTER ? LIMITS.pollIdleMs : LIMITS.pollActiveMs;
  } catch (caught) {
    if (state.closed) return;
    const error = toWeftError(caught);
    if (!error.retryable) {
      state.closed = true;
      return link.report({ state: 'refused', error });
    }
    link.report({ state: 'lost', error });
    // It stays lost then, until the network or the tab comes back or somebody asks for it.
    if (state.failures >= link.options.maxReconnectAttempts) return;
    delayInMs = reconnectDelayMs(state.failures++, link.chance(), link.options);
  } finally {
    state.polling = false;
  }
  pollSoon(scope, delayInMs);
}
