import * as Y from 'yjs';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { RoomLimits } from '../room-config.ts';
import { checkUpdate, ROOM_CLIENT_ID, type UpdateSummary } from './check-update.ts';

/** The document as storage holds it: a snapshot and the updates after it. */
export interface StoredDocument {
  readonly generation: number;
  /** Empty = no snapshot yet. */
  readonly snapshot: Uint8Array;
  /** Number of the first update after the snapshot. */
  readonly firstUpdate: number;
  readonly updates: readonly Uint8Array[];
  /** Who wrote under a Yjs client id first. */
  readonly authors: readonly (readonly [client: number, personId: string])[];
}

/** What a turn wants kept of the document. A snapshot takes the place of everything before it. */
export interface DocumentWrite {
  readonly head: {
    readonly generation: number;
    readonly snapshotBytes: number;
    readonly firstUpdate: number;
    readonly nextUpdate: number;
  };
  readonly snapshot: Uint8Array | null;
  readonly appended: readonly { readonly index: number; readonly bytes: Uint8Array }[];
  readonly dropped: {
    readonly snapshot: { readonly generation: number; readonly bytes: number } | null;
    readonly updates: readonly { readonly index: number; readonly bytes: number }[];
  };
  readonly authors: readonly (readonly [client: number, personId: string])[];
}

export type TakeResult =
  /** @param update what was new in it, as Yjs writes it; null = nothing was. */
  | { readonly ok: true; readonly update: Uint8Array | null }
  | { readonly ok: false; readonly error: WeftError };

/** The document of a flow in its room. It does not know connections, roles or storage. */
export interface RoomDocument {
  stateVector(): Uint8Array;
  /** What somebody with that state vector lacks; null when it is none. */
  missing(stateVector: Uint8Array): Uint8Array | null;
  canRead(stateVector: Uint8Array): boolean;
  /** Whether somebody with that state vector has something that the room lacks. */
  isBehind(stateVector: Uint8Array): boolean;
  whole(): Uint8Array;
  /** Applies an update, or refuses it and is as it was. */
  take(update: Uint8Array, by: { readonly personId: string; readonly isOwner: boolean }): TakeResult;
  /** What has to be kept since the last time; null = nothing. */
  takeWrite(): DocumentWrite | null;
}

/** A snapshot is made when the updates after it are this many, or together as large as it is. */
const COMPACT = { updates: 500, minBytes: 512 * 1024 } as const;
/** Maps in maps: a flow's document has three levels. */
const MAX_TYPE_DEPTH = 8;
/** Pieces of a document in memory, some 150 bytes each; the largest flow has a quarter of them. */
const MAX_STRUCTS = 1_000_000;

const EMPTY: StoredDocument = {
  generation: 0,
  snapshot: new Uint8Array(),
  firstUpdate: 0,
  updates: [],
  authors: [],
};

interface Kept {
  generation: number;
  snapshot: Uint8Array;
  firstUpdate: number;
  /** After the snapshot, in order; the last `fresh` of them are not written yet. */
  updates: Uint8Array[];
  fresh: number;
  bytes: number;
  readonly authors: Map<number, string>;
  freshAuthors: [number, string][];
}

/**
 * Yjs draws a random client id for every document, which this one never uses: it writes nothing itself, so the same
 * updates give the same document.
 */
export function createRoomDocument(stored: StoredDocument | null, limits: RoomLimits): RoomDocument {
  const { authors, updates, ...rest } = stored ?? EMPTY;
  const kept: Kept = {
    ...rest,
    updates: [...updates],
    fresh: 0,
    bytes: rest.snapshot.length + updates.reduce((sum, { length }) => sum + length, 0),
    authors: new Map(authors),
    freshAuthors: [],
  };
  let doc = rebuild(kept);
  /** Upper bounds, made exact when they reach a limit. */
  const bounds = { nodes: countNodes(doc), structs: countStructs(doc) };
  let isCompactionDue = false;

  const roomFor = (update: Uint8Array, { structs }: UpdateSummary): WeftError | null => {
    if (structs === 0) return null;
    if (bounds.structs + structs > MAX_STRUCTS) bounds.structs = countStructs(doc);
    if (bounds.structs + structs > MAX_STRUCTS) return tooLarge();
    if (kept.bytes + update.length <= limits.flowFileBytes) return null;
    isCompactionDue = true;
    return Y.encodeStateAsUpdate(doc).length + update.length > limits.flowFileBytes ? tooLarge() : null;
  };
  const apply = (update: Uint8Array, summary: UpdateSummary): TakeResult => {
    const result = applied(doc, update, () => faultAfter(doc, summary, bounds, limits));
    if (result.ok) {
      bounds.structs += summary.structs;
      return result;
    }
    // Yjs cannot take anything back: the document is made anew from what is kept.
    doc.destroy();
    doc = rebuild(kept);
    bounds.nodes = countNodes(doc);
    return result;
  };
  const readVector = (bytes: Uint8Array) => readStateVector(bytes, doc.store.clients.size);
  const foreign = ({ advancing }: UpdateSummary, personId: string): boolean =>
    advancing.some((client) => (kept.authors.get(client) ?? personId) !== personId);
  /** Live edits come from one client; what comes from several was gathered, and proves nothing of who wrote it. */
  const noteAuthor = ({ advancing }: UpdateSummary, personId: string): void => {
    const [client] = advancing;
    if (advancing.length !== 1 || client === undefined || kept.authors.has(client)) return;
    kept.authors.set(client, personId);
    kept.freshAuthors.push([client, personId]);
  };
  return Object.freeze({
    stateVector: () => Y.encodeStateVector(doc),
    whole: () => Y.encodeStateAsUpdate(doc),
    canRead: (stateVector: Uint8Array) => readVector(stateVector) !== null,
    missing: (stateVector: Uint8Array) => readVector(stateVector) && Y.encodeStateAsUpdate(doc, stateVector),
    isBehind(stateVector: Uint8Array) {
      const theirs = readVector(stateVector) ?? new Map<number, number>();
      return [...theirs].some(([client, clock]) => clock > Y.getState(doc.store, client));
    },
    take(update: Uint8Array, { personId, isOwner }: { personId: string; isOwner: boolean }): TakeResult {
      const check = checkUpdate(update, (client) => Y.getState(doc.store, client));
      if (!check.ok) return check;
      if (!isOwner && foreign(check.summary, personId))
        return refusal('not-allowed', 'This change is signed with somebody else’s hand.');
      const full = roomFor(update, check.summary);
      if (full) return { ok: false, error: full };
      const result = apply(update, check.summary);
      if (!result.ok || result.update === null) return result;
      noteAuthor(check.summary, personId);
      kept.updates.push(result.update);
      kept.fresh += 1;
      kept.bytes += result.update.length;
      return result;
    },
    takeWrite() {
      const isSnapshot = isCompactionDue || isDue(kept);
      isCompactionDue = false;
      if (!isSnapshot && kept.fresh === 0) return null;
      return isSnapshot ? snapshotOf(kept, Y.encodeStateAsUpdate(doc)) : appendixOf(kept);
    },
  });
}

function rebuild({ snapshot, updates }: Pick<Kept, 'snapshot' | 'updates'>): Y.Doc {
  const doc = new Y.Doc({ guid: 'flow' });
  doc.clientID = ROOM_CLIENT_ID;
  for (const root of ['meta', 'nodes', 'edges']) doc.getMap(root);
  doc.transact(() => {
    for (const update of snapshot.length > 0 ? [snapshot, ...updates] : updates) Y.applyUpdate(doc, update);
  });
  return doc;
}

/** What the update has brought, or why the document is not to stay as it is now. */
function applied(doc: Y.Doc, update: Uint8Array, fault: () => WeftError | null): TakeResult {
  let fresh: Uint8Array | null = null;
  const keep = (bytes: Uint8Array): void => {
    fresh = bytes;
  };
  doc.on('update', keep);
  try {
    Y.applyUpdate(doc, update);
    const error = fault();
    return error === null ? { ok: true, update: fresh } : { ok: false, error };
  } catch {
    // The update broke a rule of Yjs that checkUpdate does not know.
    return { ok: false, error: unfit() };
  } finally {
    doc.off('update', keep);
  }
}

function faultAfter(
  doc: Y.Doc,
  { types }: UpdateSummary,
  bounds: { nodes: number },
  { nodesPerFlow }: RoomLimits,
): WeftError | null {
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return unfit();
  if (types.some((id) => depthOf(doc, id) > MAX_TYPE_DEPTH)) return unfit();
  bounds.nodes += types.length;
  if (bounds.nodes > nodesPerFlow) bounds.nodes = countNodes(doc);
  return bounds.nodes > nodesPerFlow
    ? weftError('too-many-nodes', `A flow has ${nodesPerFlow} nodes at most. Remove some first.`)
    : null;
}

function depthOf(doc: Y.Doc, id: Y.ID): number {
  let item: unknown = Y.getItem(doc.store, id);
  let depth = 0;
  while (item instanceof Y.Item && item.parent instanceof Y.AbstractType && depth <= MAX_TYPE_DEPTH) {
    item = item.parent._item;
    depth += 1;
  }
  return depth;
}

function countNodes(doc: Y.Doc): number {
  return doc.getMap('nodes').size;
}

function countStructs(doc: Y.Doc): number {
  let structs = 0;
  for (const list of doc.store.clients.values()) structs += list.length;
  return structs;
}

/** Sessions that somebody may know of and the room not: their own since they were last here. */
const MAX_STRANGERS = 5_000;

/** null when the bytes are no state vector, or name more sessions than there can be. */
function readStateVector(bytes: Uint8Array, clients: number): Map<number, number> | null {
  try {
    const vector = Y.decodeStateVector(bytes);
    return vector.size <= clients + MAX_STRANGERS ? vector : null;
  } catch {
    // The decoder ran out of bytes.
    return null;
  }
}

function isDue({ updates, snapshot }: Kept): boolean {
  const bytes = updates.reduce((sum, { length }) => sum + length, 0);
  return updates.length >= COMPACT.updates || bytes >= Math.max(COMPACT.minBytes, snapshot.length);
}

function appendixOf(kept: Kept): DocumentWrite {
  const first = kept.updates.length - kept.fresh;
  const appended = kept.updates
    .slice(first)
    .map((bytes, index) => ({ index: kept.firstUpdate + first + index, bytes }));
  return { ...noteWritten(kept), snapshot: null, appended, dropped: { snapshot: null, updates: [] } };
}

function snapshotOf(kept: Kept, snapshot: Uint8Array): DocumentWrite {
  const written = kept.updates.slice(0, kept.updates.length - kept.fresh);
  const updates = written.map(({ length }, index) => ({ index: kept.firstUpdate + index, bytes: length }));
  const { generation, snapshot: before } = kept;
  kept.firstUpdate += kept.updates.length;
  kept.updates = [];
  kept.generation += 1;
  kept.snapshot = snapshot;
  kept.bytes = snapshot.length;
  const old = before.length > 0 ? { generation, bytes: before.length } : null;
  return { ...noteWritten(kept), snapshot, appended: [], dropped: { snapshot: old, updates } };
}

function noteWritten(kept: Kept): Pick<DocumentWrite, 'head' | 'authors'> {
  kept.fresh = 0;
  const authors = kept.freshAuthors;
  kept.freshAuthors = [];
  const { generation, snapshot, firstUpdate, updates } = kept;
  const nextUpdate = firstUpdate + updates.length;
  return { head: { generation, snapshotBytes: snapshot.length, firstUpdate, nextUpdate }, authors };
}

function tooLarge(): WeftError {
  return weftError('frame-too-large', 'This flow has become too large. Remove something first.');
}

function unfit(): WeftError {
  return weftError('bad-frame', 'This change is none that a flow can have.');
}

function refusal(code: WeftError['code'], message: string): TakeResult {
  return { ok: false, error: weftError(code, message) };
}
