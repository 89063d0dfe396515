import { LIMITS } from '#shared/protocol/limits.ts';

/**
 * What a connection has been sent and not confirmed. The platform does not say how much of it still lies in buffers, so
 * readers say what they have dealt with (`credit`); from one who never does, a `ping` counts for everything, at times.
 */
export interface Outbox {
  sent(characters: number): void;
  /** @param frames the oldest of them; null = a ping. */
  confirmed(frames: number | null, now: number): void;
  /** Whether something that nobody waits for may be sent now. */
  isOpen(): boolean;
  /** What the reader was not told while it was closed; null = nothing. */
  missed: Missed | null;
}

export interface Missed {
  /** How far the reader's document goes; null = it has had every update, or follows none. */
  stateVector: Uint8Array | null;
  presence: boolean;
  readonly gone: Set<string>;
  runs: boolean;
  versions: boolean;
  links: boolean;
}

/**
 * Characters unconfirmed at which the room stops: three seconds of a full room's presence. Fewer frames than a reader may
 * keep to itself before it gives credit never stop it, however long they are: both sides would wait for each other.
 */
export const OUTBOX_CHARACTERS = 1024 * 1024;
/** How often a ping counts: a reader that only pings must not make the process grow. */
const PING_COUNTS_MS = 10_000;

export function newOutbox(): Outbox {
  let sizes: number[] = [];
  let characters = 0;
  let hasGivenCredit = false;
  let pingedAt = Number.NEGATIVE_INFINITY;
  return {
    sent(size: number) {
      sizes.push(size);
      characters += size;
    },
    confirmed(frames: number | null, now: number) {
      if (frames === null && (hasGivenCredit || now < pingedAt + PING_COUNTS_MS)) return;
      if (frames === null) pingedAt = now;
      else hasGivenCredit = true;
      const dealtWith = sizes.slice(0, frames ?? sizes.length);
      sizes = sizes.slice(dealtWith.length);
      characters -= dealtWith.reduce((sum, size) => sum + size, 0);
    },
    isOpen: () => characters < OUTBOX_CHARACTERS || sizes.length < LIMITS.creditFrames,
    missed: null,
  };
}

export function noteMissed(outbox: Outbox): Missed {
  outbox.missed ??= {
    stateVector: null,
    presence: false,
    gone: new Set(),
    runs: false,
    versions: false,
    links: false,
  };
  return outbox.missed;
}
