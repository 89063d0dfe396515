import type { Delta } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { ConnectionHealth, EngineBatch } from './api.ts';
import type { Clock } from './ports.ts';

/**
 * Collects what the page should know into one message per 16 ms: a message costs the page far more than what is in it.
 * The timer runs here, not in animation frames, which hidden tabs do not get.
 */
export interface Batcher {
  readonly entries: (entries: readonly LogEntry[]) => void;
  readonly deltas: (runId: string, deltas: readonly Delta[]) => void;
  readonly connection: (health: ConnectionHealth) => void;
  readonly clockOffset: (offsetInMs: number) => void;
  readonly hosting: (runId: string, hosting: boolean) => void;
  readonly notice: (notice: EngineBatch['notices'][number]) => void;
  readonly uploads: (uploads: NonNullable<EngineBatch['uploads']>) => void;
  readonly flush: () => void;
}

const FRAME_MS = 16;

interface Pending {
  entries: LogEntry[];
  /** By run, then by call and channel: pieces in the order of their offsets; those that follow each other become one. */
  deltas: Map<string, Map<string, Delta[]>>;
  connection: ConnectionHealth | null;
  clockOffsetMs: number | null;
  hosting: Map<string, boolean>;
  notices: EngineBatch['notices'][number][];
  uploads: EngineBatch['uploads'];
}

const nothing = (): Pending => ({
  entries: [],
  deltas: new Map(),
  connection: null,
  clockOffsetMs: null,
  hosting: new Map(),
  notices: [],
  uploads: undefined,
});

export function createBatcher(clock: Clock, listener: (batch: EngineBatch) => void): Batcher {
  let pending = nothing();
  let waiting: (() => void) | null = null;
  let sentAt = Number.NEGATIVE_INFINITY;
  let lastOffset: number | null = null;

  function flush(): void {
    waiting?.();
    waiting = null;
    sentAt = clock.now();
    const batch = pending;
    pending = nothing();
    listener({
      entries: batch.entries,
      deltas: [...batch.deltas].map(([runId, deltas]) => ({ runId, deltas: [...deltas.values()].flat() })),
      connection: batch.connection,
      clockOffsetMs: batch.clockOffsetMs,
      hosting: [...batch.hosting].map(([runId, hosting]) => ({ runId, hosting })),
      notices: batch.notices,
      ...(batch.uploads === undefined ? {} : { uploads: batch.uploads }),
    });
  }

  /** After a pause news leaves at the end of its turn; what follows within 16 ms goes together. */
  function later(): void {
    if (waiting !== null) return;
    const inMs = sentAt + FRAME_MS - clock.now();
    waiting = inMs > 0 ? clock.after(inMs, flush) : soon();
  }

  function soon(): () => void {
    let isOff = false;
    clock.soon(() => {
      if (!isOff) flush();
    });
    return () => {
      isOff = true;
    };
  }

  return Object.freeze({
    entries(entries: readonly LogEntry[]) {
      for (const entry of entries) pending.entries.push(entry);
      later();
    },
    deltas(runId: string, deltas: readonly Delta[]) {
      const known = pending.deltas.get(runId) ?? new Map<string, Delta[]>();
      pending.deltas.set(runId, known);
      for (const delta of deltas) addDelta(known, delta);
      later();
    },
    connection(health: ConnectionHealth) {
      pending.connection = health;
      later();
    },
    clockOffset(offsetInMs: number) {
      if (lastOffset !== null && Math.abs(offsetInMs - lastOffset) < OFFSET_STEP_MS) return;
      lastOffset = offsetInMs;
      pending.clockOffsetMs = offsetInMs;
      later();
    },
    hosting(runId: string, hosting: boolean) {
      pending.hosting.set(runId, hosting);
      later();
    },
    notice(notice: EngineBatch['notices'][number]) {
      pending.notices.push(notice);
      later();
    },
    uploads(uploads: NonNullable<EngineBatch['uploads']>) {
      pending.uploads = uploads;
      later();
    },
    flush() {
      if (waiting !== null) flush();
    },
  });
}

/** Smaller changes of the clock are not worth a message. */
const OFFSET_STEP_MS = 20;

/** A piece counts from its offset on: what was known beyond it is said anew by it. */
function addDelta(known: Map<string, Delta[]>, delta: Delta): void {
  const name = `${delta.callId}/${delta.channel}`;
  const pieces = (known.get(name) ?? []).filter((piece) => piece.offset < delta.offset);
  known.set(name, pieces);
  const last = pieces.at(-1);
  const room = last === undefined ? 0 : delta.offset - last.offset;
  // A piece that left something out cannot be joined: both are kept, in order.
  if (last === undefined || room > last.text.length) pieces.push(delta);
  else pieces[pieces.length - 1] = { ...last, text: last.text.slice(0, room) + delta.text };
}
