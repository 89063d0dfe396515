import * as Y from 'yjs';
import type { FlowDocument } from '#shared/graph/document.ts';
import { createDocReader } from './doc-read.ts';
import { docMaps } from './doc-schema.ts';
import { createDocUndo } from './doc-undo.ts';
import { createDocWriter } from './doc-write.ts';
import type { FlowDoc } from './flow-doc.ts';

/** Marks changes that came from elsewhere and are stored already: stored updates, other tabs. */
const ELSEWHERE = Object.freeze({ origin: 'elsewhere' });
/** Marks changes of other people, as the relay sent them. */
const RELAY = Object.freeze({ origin: 'relay' });

/**
 * Client id under which an initial document is written. The same document written twice under the same id is the same
 * change, so two tabs that both fill a new flow do not double it.
 */
const SEED_CLIENT_ID = 1;

/** An empty document for a flow; `load`, `applyUpdate` fill it. */
export function createFlowDoc(flowId: string): FlowDoc {
  const doc = new Y.Doc();
  const maps = docMaps(doc);
  const mine = Object.freeze({ origin: 'edit' });
  const reader = createDocReader(flowId, maps);
  const undo = createDocUndo(maps, mine);
  const listeners = new Set<() => void>();
  const updateListeners = new Set<(update: Uint8Array) => void>();
  const remoteListeners = new Set<(update: Uint8Array) => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  // The undo manager listens to the same event and was made first, so its stacks are already right here.
  doc.on('afterTransaction', () => {
    if (reader.isDirty()) notify();
  });
  undo.onChange(notify);
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === ELSEWHERE) return;
    for (const listener of origin === RELAY ? remoteListeners : updateListeners) listener(update);
  });
  return Object.freeze<FlowDoc>({
    snapshot: reader.snapshot,
    subscribe: (listener) => subscribeTo(listeners, listener),
    transact(label, edit, options = {}) {
      undo.begin(label, options.merge);
      doc.transact(() => edit(createDocWriter(maps)), mine);
    },
    load(document) {
      if (isEmpty(doc)) Y.applyUpdate(doc, seedUpdate(document), 'seed');
    },
    isEmpty: () => isEmpty(doc),
    undo: undo.undo,
    redo: undo.redo,
    undoState: undo.state,
    stopCapturing: undo.stopCapturing,
    encode: (since) => Y.encodeStateAsUpdate(doc, since),
    stateVector: () => Y.encodeStateVector(doc),
    applyUpdate: (update) => Y.applyUpdate(doc, update, ELSEWHERE),
    applyRemote: (update) => Y.applyUpdate(doc, update, RELAY),
    onRemoteUpdate: (listener) => subscribeTo(remoteListeners, listener),
    onLocalUpdate: (listener) => subscribeTo(updateListeners, listener),
    close() {
      listeners.clear();
      updateListeners.clear();
      remoteListeners.clear();
      undo.close();
      reader.close();
      doc.destroy();
    },
  });
}

/** Several stored updates as one, without what was deleted meanwhile. */
export function compactUpdates(updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const compacted = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return compacted;
}

function subscribeTo<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function isEmpty(doc: Y.Doc): boolean {
  return doc.store.clients.size === 0;
}

function seedUpdate(document: FlowDocument): Uint8Array {
  const seed = new Y.Doc();
  seed.clientID = SEED_CLIENT_ID;
  seed.transact(() => createDocWriter(docMaps(seed)).replace(document));
  const update = Y.encodeStateAsUpdate(seed);
  seed.destroy();
  return update;
}
