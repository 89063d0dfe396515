import type { FlowDoc } from './flow-doc.ts';

/**
 * Keeps a document in a store and in step with the other tabs of this browser. What is stored is acknowledged by the
 * store, and whoever watches `onState` always knows whether everything is.
 */

/** When to make one of many stored changes: whichever is reached first. */
const COMPACT = { updates: 500, bytes: 1024 * 1024 } as const;

/** Where changes are kept; see web/adapters/doc-store.ts. */
export interface ChangeStore {
  readonly load: () => Promise<readonly Uint8Array[]>;
  readonly append: (update: Uint8Array) => Promise<void>;
  readonly compact: (merge: (updates: readonly Uint8Array[]) => Uint8Array) => Promise<void>;
}

export interface Channel {
  readonly send: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  readonly close: () => void;
}

export type SyncState =
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface DocSync {
  /** Reads what is stored and asks other tabs for what they have. Rejects never: without a store the flow lives in memory. */
  readonly open: () => Promise<void>;
  /** Resolves when everything done so far is stored, or has failed to be; tries failed changes again. */
  readonly flush: () => Promise<void>;
  readonly close: () => void;
}

export interface DocSyncOptions {
  readonly doc: FlowDoc;
  readonly store: ChangeStore;
  readonly channel: Channel;
  readonly merge: (updates: readonly Uint8Array[]) => Uint8Array;
  readonly onState: (state: SyncState) => void;
}

export function createDocSync(options: DocSyncOptions): DocSync {
  const { doc, store, channel, merge, onState } = options;
  let waiting: Uint8Array[] = [];
  let writing: Promise<void> | null = null;
  const stored = { updates: 0, bytes: 0 };
  const keep = (update: Uint8Array) => {
    waiting.push(update);
    void write();
  };
  const stops = [
    doc.onLocalUpdate((update) => {
      channel.send({ kind: 'update', update });
      keep(update);
    }),
    // The other tabs hear of these from the relay themselves.
    doc.onRemoteUpdate(keep),
  ];

  function write(): Promise<void> {
    if (waiting.length > 0) onState({ kind: 'saving' });
    writing ??= drain().finally(() => (writing = null));
    return writing;
  }

  /** Changes that come while one is being stored go together in the next. */
  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const update = batch.length === 1 && batch[0] ? batch[0] : merge(batch);
      try {
        await store.append(update);
      } catch (caught) {
        waiting = [update, ...waiting];
        onState({ kind: 'failed', reason: reasonOf(caught) });
        return;
      }
      count(update);
      await compactWhenDue();
    }
    onState({ kind: 'saved' });
  }

  function count(update: Uint8Array): void {
    stored.updates += 1;
    stored.bytes += update.byteLength;
  }

  async function compactWhenDue(): Promise<void> {
    if (stored.updates < COMPACT.updates && (stored.bytes < COMPACT.bytes || stored.updates < 2)) return;
    try {
      await store.compact(merge);
      stored.updates = 1;
      stored.bytes = 0;
    } catch {
      stored.updates = 0; // nothing is lost: the changes are still there one by one; tried again later
    }
  }

  channel.onMessage((message) => onChannelMessage(doc, channel, message));
  return Object.freeze({
    async open() {
      try {
        const updates = await store.load();
        if (updates.length > 0) doc.applyUpdate(merge(updates));
        updates.forEach(count);
        onState({ kind: 'saved' });
      } catch (caught) {
        onState({ kind: 'failed', reason: reasonOf(caught) });
      }
      channel.send({ kind: 'hello', stateVector: doc.stateVector() });
    },
    flush: write,
    close() {
      for (const stop of stops) stop();
      channel.close();
    },
  });
}

/** A new tab says what it has; the others answer with the rest. */
function onChannelMessage(doc: FlowDoc, channel: Channel, message: unknown): void {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return;
  if (message.kind === 'update' && 'update' in message && message.update instanceof Uint8Array)
    doc.applyUpdate(message.update);
  if (message.kind === 'hello' && 'stateVector' in message && message.stateVector instanceof Uint8Array)
    channel.send({ kind: 'update', update: doc.encode(message.stateVector) });
}

function reasonOf(caught: unknown): string {
  if (caught instanceof DOMException && caught.name === 'QuotaExceededError')
    return 'This browser has no room left for Weft. Free some space or export the flow, then save again.';
  return 'This browser could not store the flow. Export it so that nothing is lost, then save again.';
}
