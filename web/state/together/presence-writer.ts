import type { Presence } from '#shared/protocol/flow-messages.ts';

/** At most one frame in this span goes out; the room merges no finer. */
export const PRESENCE_EVERY_MS = 50;

/** What this person shows to the others, told a few times a second at most. */
export interface PresenceWriter {
  /** What changed of it; the rest stays. */
  readonly set: (change: Partial<Presence>) => void;
  /** Tells it in any case: somebody came who has not heard of it. */
  readonly tell: () => void;
  readonly close: () => void;
}

export interface PresenceWriterOptions {
  readonly initial: Presence;
  readonly after: (delayInMs: number, callback: () => void) => () => void;
  readonly show: (presence: Presence) => void;
  /** While nobody is there to see it, nothing is sent. */
  readonly isSeen: () => boolean;
}

export function createPresenceWriter(options: PresenceWriterOptions): PresenceWriter {
  let presence = options.initial;
  let told: string | null = null;
  let cancel: (() => void) | null = null;

  function write(): void {
    const text = JSON.stringify(presence);
    if (text === told) return;
    told = text;
    options.show(presence);
    cancel = options.after(PRESENCE_EVERY_MS, () => {
      cancel = null;
      if (options.isSeen()) write();
    });
  }

  return Object.freeze({
    set(change: Partial<Presence>) {
      presence = { ...presence, ...change };
      if (cancel === null && options.isSeen()) write();
    },
    tell() {
      if (cancel === null) write();
    },
    close() {
      cancel?.();
      cancel = null;
    },
  });
}
