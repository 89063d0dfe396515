import { LIMITS } from '#shared/protocol/limits.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { ClientRecord } from '../core/client-record.ts';
import type { FlowRecord } from '../core/flow/flow-record.ts';
import type { FlowBatch, KeptVersion } from '../core/flow/flow-step.ts';
import type { LinkPush } from '../core/flow/link-push.ts';
import type { DocumentWrite, StoredDocument } from '../core/flow/room-document.ts';
import type { StoredFlow } from '../core/flow/stored-flow.ts';
import { chunkBytes, joinBytes } from './chunk-bytes.ts';
import { dropAllBut } from './drop-all-but.ts';
import { FLOW_KEYS, snapshotChunkKey, updateChunkKey, versionChunkKey } from './flow-keys.ts';
import type { FlowStore } from './flow-store.ts';
import type { PartyStorage } from './party-storage.ts';
import { putAll } from './put-all.ts';

type DocumentHead = DocumentWrite['head'];
/** Clients are listed in the order of their last use, which the order of their keys is not. */
interface StoredClient {
  readonly record: ClientRecord;
  readonly order: number;
}

/** Run ids of a push in one value: 30 characters each. */
const RUN_IDS_PER_VALUE = 2_000;

/** A flow in its room's storage. A batch is kept as one (putAll). */
export function createPartyFlowStore(storage: PartyStorage): FlowStore {
  let order = 0;
  return Object.freeze({
    write(batch: FlowBatch) {
      const values = new Map<string, unknown>();
      const dropped = batch.droppedClients.map((clientId) => FLOW_KEYS.clients + clientId);
      if (batch.record) values.set(FLOW_KEYS.record, batch.record);
      if (batch.tickets) values.set(FLOW_KEYS.tickets, batch.tickets);
      for (const run of batch.runs) values.set(FLOW_KEYS.runs + run.runId, run);
      for (const runId of batch.droppedRuns) dropped.push(FLOW_KEYS.runs + runId);
      for (const record of batch.clients) {
        order += 1;
        values.set(FLOW_KEYS.clients + record.clientId, { record, order } satisfies StoredClient);
      }
      for (const { version, document } of batch.versions) {
        values.set(FLOW_KEYS.versions + version.versionId, version);
        putChunks(values, document, (index) => versionChunkKey(version.versionId, index));
      }
      for (const { versionId, bytes } of batch.droppedVersions) {
        dropped.push(FLOW_KEYS.versions + versionId);
        dropped.push(...chunkKeys(bytes, (index) => versionChunkKey(versionId, index)));
      }
      for (const push of batch.pushes) putPush(values, dropped, push);
      if (batch.document) putDocument(values, dropped, batch.document);
      return putAll(storage, values, dropped);
    },
    async load() {
      const record = await storage.get<FlowRecord>(FLOW_KEYS.record);
      if (record === undefined) return null;
      if (record.removal) return loadRemoved(storage, record);
      const [runs, clients, versions, pushes, tickets, document] = await Promise.all([
        storage.list<RunSummary>({ prefix: FLOW_KEYS.runs }),
        storage.list<StoredClient>({ prefix: FLOW_KEYS.clients }),
        storage.list<KeptVersion>({ prefix: FLOW_KEYS.versions }),
        storage.list<LinkPush>({ prefix: FLOW_KEYS.pushes }),
        storage.get<Record<string, number>>(FLOW_KEYS.tickets),
        loadDocument(storage),
      ]);
      const byUse = [...clients.values()].sort((one, other) => one.order - other.order);
      order = byUse.at(-1)?.order ?? 0;
      return {
        ...{ record, document },
        runs: [...runs.values()],
        clients: byUse.map((client) => client.record),
        versions: [...versions.values()].sort((one, other) => one.at - other.at),
        pushes: joinPushes([...pushes.values()]),
        tickets: tickets ?? {},
      };
    },
    clear: () => dropAllBut(storage, isKeptOfRemoved),
    async version(versionId: string) {
      const version = await storage.get<KeptVersion>(FLOW_KEYS.versions + versionId);
      if (version === undefined) return null;
      const prefix = versionChunkKey(versionId, 0).slice(0, -9);
      return joinBytes([...(await storage.list<Uint8Array>({ prefix })).values()]);
    },
  });
}

const isKeptOfRemoved = (key: string): boolean =>
  key === FLOW_KEYS.record || key.startsWith(FLOW_KEYS.runs) || key.startsWith(FLOW_KEYS.pushes);

/** Whatever else is there still is about to be dropped. */
async function loadRemoved(storage: PartyStorage, record: FlowRecord): Promise<StoredFlow> {
  const [runs, pushes] = await Promise.all([
    storage.list<RunSummary>({ prefix: FLOW_KEYS.runs }),
    storage.list<LinkPush>({ prefix: FLOW_KEYS.pushes }),
  ]);
  return {
    ...{ record, document: null, clients: [], versions: [], tickets: {} },
    runs: [...runs.values()],
    pushes: joinPushes([...pushes.values()]),
  };
}

function putChunks(values: Map<string, unknown>, bytes: Uint8Array, keyOf: (index: number) => string): void {
  chunkBytes(bytes, LIMITS.storedValueBytes).forEach((chunk, index) => values.set(keyOf(index), chunk));
}

function chunkKeys(bytes: number, keyOf: (index: number) => string): string[] {
  return Array.from({ length: Math.ceil(bytes / LIMITS.storedValueBytes) }, (_, index) => keyOf(index));
}

function putDocument(values: Map<string, unknown>, dropped: string[], write: DocumentWrite): void {
  const { head, snapshot, appended } = write;
  values.set(FLOW_KEYS.document, head);
  if (snapshot) putChunks(values, snapshot, (index) => snapshotChunkKey(head.generation, index));
  for (const { index: update, bytes } of appended)
    putChunks(values, bytes, (index) => updateChunkKey(update, index));
  for (const [client, personId] of write.authors) values.set(FLOW_KEYS.authors + client, personId);
  const old = write.dropped.snapshot;
  if (old) dropped.push(...chunkKeys(old.bytes, (index) => snapshotChunkKey(old.generation, index)));
  for (const { index: update, bytes } of write.dropped.updates)
    dropped.push(...chunkKeys(bytes, (index) => updateChunkKey(update, index)));
}

async function loadDocument(storage: PartyStorage): Promise<StoredDocument | null> {
  const head = await storage.get<DocumentHead>(FLOW_KEYS.document);
  if (head === undefined) return null;
  const { generation, firstUpdate } = head;
  const snapshotPrefix = snapshotChunkKey(generation, 0).slice(0, -9);
  const [snapshot, chunks, authors] = await Promise.all([
    storage.list<Uint8Array>({ prefix: snapshotPrefix }),
    storage.list<Uint8Array>({
      start: updateChunkKey(firstUpdate, 0),
      end: updateChunkKey(head.nextUpdate, 0),
    }),
    storage.list<string>({ prefix: FLOW_KEYS.authors }),
  ]);
  const updates = new Map<string, Uint8Array[]>();
  for (const [key, chunk] of chunks) {
    const [, update = ''] = key.split(':');
    updates.set(update, [...(updates.get(update) ?? []), chunk]);
  }
  return {
    ...{ generation, firstUpdate },
    snapshot: joinBytes([...snapshot.values()]),
    updates: [...updates.values()].map(joinBytes),
    authors: [...authors].map(([key, personId]) => [Number(key.slice(FLOW_KEYS.authors.length)), personId]),
  };
}

/** A list of rooms only becomes shorter, by one at a time: so one value at most falls away behind it. */
function putPush(values: Map<string, unknown>, dropped: string[], push: LinkPush): void {
  const key = `${FLOW_KEYS.pushes}${push.linkId}:`;
  const parts = Math.ceil(push.runIds.length / RUN_IDS_PER_VALUE);
  for (let part = 0; part < parts; part += 1) {
    const runIds = push.runIds.slice(part * RUN_IDS_PER_VALUE, (part + 1) * RUN_IDS_PER_VALUE);
    values.set(key + part, { ...push, runIds });
  }
  dropped.push(key + parts);
}

function joinPushes(parts: readonly LinkPush[]): LinkPush[] {
  const pushes = new Map<string, LinkPush>();
  for (const part of parts) {
    const runIds = [...(pushes.get(part.linkId)?.runIds ?? []), ...part.runIds];
    pushes.set(part.linkId, { ...part, runIds });
  }
  return [...pushes.values()];
}
