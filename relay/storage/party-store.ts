import { LIMITS } from '#shared/protocol/limits.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { ApprovalRecord } from '../core/approval-record.ts';
import type { CallRecord } from '../core/call-record.ts';
import type { ClientRecord } from '../core/client-record.ts';
import type { FileRecord } from '../core/file-record.ts';
import type { LinkEnds } from '../core/link-ends.ts';
import type { RunHeader } from '../core/run-header.ts';
import type { Gravestone } from '../core/removal.ts';
import type { LogRecord } from '../core/log-record.ts';
import type { StoreBatch } from '../core/step.ts';
import { chunkBytes, joinBytes } from './chunk-bytes.ts';
import { assembleRun } from './load-run.ts';
import { dropAllBut } from './drop-all-but.ts';
import type { PartyStorage } from './party-storage.ts';
import { KEYS_PER_BATCH, putAll } from './put-all.ts';
import type { RunStore } from './run-store.ts';
import { blobChunkKey, entriesKey, KEYS, partialKey, prefixEnd } from './stored-keys.ts';

/** A run in its room's storage. A batch is kept as one (putAll). */
export function createPartyStore(storage: PartyStorage): RunStore {
  const blobBytes = async (hash: string): Promise<Uint8Array | null> => {
    const size = await storage.get<number>(KEYS.blobs + hash);
    if (size === undefined) return null;
    const chunks = await storage.list<Uint8Array>({ prefix: `${KEYS.blobChunks}${hash}:` });
    return joinBytes([...chunks.values()]);
  };
  const entries = (from: number, to: number, maxBytes: number) => readEntries(storage, from, to, maxBytes);
  const blobText = async (hash: string): Promise<string | null> => {
    const bytes = await blobBytes(hash);
    return bytes && new TextDecoder().decode(bytes);
  };
  return Object.freeze({
    write: (batch: StoreBatch) => putAll(storage, valuesOf(batch), batch.droppedPartials.map(partialKey)),
    entries,
    async bury(stone: Gravestone) {
      await storage.put({ [KEYS.gravestone]: stone });
      await dropAllBut(storage, (key) => key === KEYS.gravestone);
    },
    buried: async () => (await storage.get<Gravestone>(KEYS.gravestone)) ?? null,
    blob: blobBytes,
    blobStart: async (hash: string) => (await storage.get<Uint8Array>(blobChunkKey(hash, 0))) ?? null,
    putBlob: (hash: string, bytes: Uint8Array) => putAll(storage, blobValues(hash, bytes), []),
    async load() {
      const header = await storage.get<RunHeader>(KEYS.header);
      if (header === undefined) return null;
      return assembleRun({
        header,
        ...(await loadParts(storage)),
        blobText,
        async entry(seq) {
          const [json] = await entries(seq, seq, 1);
          return json === undefined ? null : (JSON.parse(json) as LogEntry);
        },
      });
    },
  });
}

async function loadParts(storage: PartyStorage) {
  const [calls, approvals, clients, files, partials, blobs, pictures, tickets, linkEnds] = await Promise.all([
    storage.list<CallRecord>({ prefix: KEYS.calls }),
    storage.list<ApprovalRecord>({ prefix: KEYS.approvals }),
    storage.list<ClientRecord>({ prefix: KEYS.clients }),
    storage.list<FileRecord>({ prefix: KEYS.files }),
    storage.list<string>({ prefix: KEYS.partials }),
    storage.list<number>({ prefix: KEYS.blobs }),
    storage.list<number>({ prefix: KEYS.pictures }),
    storage.get<Record<string, number>>(KEYS.tickets),
    storage.get<LinkEnds>(KEYS.linkEnds),
  ]);
  return {
    calls: [...calls.values()],
    approvals: [...approvals.values()],
    clients: [...clients.values()],
    files: [...files.values()].sort((one, other) => one.seq - other.seq),
    partials: [...partials].map(([key, text]) => {
      const [, callId = '', channel] = key.split(':');
      return { callId, channel: channel === 'reasoning' ? ('reasoning' as const) : ('text' as const), text };
    }),
    blobs: [...blobs].map(([key, bytes]) => [key.slice(KEYS.blobs.length), bytes] as const),
    pictures: [...pictures].map(([key, bytes]) => [key.slice(KEYS.pictures.length), bytes] as const),
    tickets: tickets ?? {},
    linkEnds: linkEnds ?? {},
  };
}

function valuesOf(batch: StoreBatch): Map<string, unknown> {
  const values = new Map<string, unknown>([[KEYS.header, batch.header]]);
  for (const [first, json] of entryGroups(batch.entries))
    values.set(entriesKey(first), new TextEncoder().encode(json));
  for (const call of batch.calls) values.set(KEYS.calls + call.callId, call);
  for (const approval of batch.approvals) values.set(KEYS.approvals + approval.approvalId, approval);
  for (const client of batch.clients) values.set(KEYS.clients + client.clientId, client);
  for (const file of batch.files) values.set(KEYS.files + file.effectId, file);
  for (const chunk of batch.partials) values.set(partialKey(chunk), chunk.text);
  for (const { hash, text } of batch.blobs)
    for (const [key, value] of blobValues(hash, new TextEncoder().encode(text))) values.set(key, value);
  for (const [hash, bytes] of batch.pictures) values.set(KEYS.pictures + hash, bytes);
  if (batch.linkEnds) values.set(KEYS.linkEnds, batch.linkEnds);
  if (batch.tickets) values.set(KEYS.tickets, batch.tickets);
  return values;
}

/** Entries of a batch share values as far as they fit: 256 facts are a few values instead of 256. */
function entryGroups(records: readonly LogRecord[]): [firstSeq: number, json: string][] {
  const groups: LogRecord[][] = [];
  let bytes = 0;
  for (const record of records) {
    bytes += record.bytes + 1;
    const group = groups.at(-1);
    if (group === undefined || bytes > LIMITS.storedValueBytes) {
      groups.push([record]);
      bytes = record.bytes + 2;
    } else group.push(record);
  }
  return groups.map((group) => [group[0]?.entry.seq ?? 0, `[${group.map(({ json }) => json).join(',')}]`]);
}

function blobValues(hash: string, bytes: Uint8Array): Map<string, unknown> {
  const chunks = chunkBytes(bytes, LIMITS.storedValueBytes);
  const pairs = chunks.map((chunk, index) => [blobChunkKey(hash, index), chunk] as const);
  return new Map<string, unknown>([...pairs, [KEYS.blobs + hash, bytes.length]]);
}

/** The value that holds `from` begins at or before it; reading goes on value by value until there is enough. */
async function readEntries(
  storage: PartyStorage,
  from: number,
  to: number,
  maxBytes: number,
): Promise<readonly string[]> {
  const before = { start: KEYS.entries, end: entriesKey(from + 1), reverse: true, limit: 1 };
  const [start] = (await storage.list<Uint8Array>(before)).keys();
  if (start === undefined || to < from) return [];
  const found: string[] = [];
  let bytes = 0;
  for (let key: string | undefined = start; key !== undefined;) {
    const values: Map<string, Uint8Array> = await storage.list<Uint8Array>({
      start: key,
      end: to + 1 > 999_999_999 ? prefixEnd(KEYS.entries) : entriesKey(to + 1),
      limit: KEYS_PER_BATCH,
    });
    key = undefined;
    for (const [valueKey, value] of values) {
      key = `${valueKey}\0`;
      for (const entry of JSON.parse(new TextDecoder().decode(value)) as LogEntry[]) {
        if (entry.seq < from || entry.seq > to) continue;
        // What could not be written yet is missing: nothing is read beyond it.
        if (entry.seq !== from + found.length) return found;
        const json = JSON.stringify(entry);
        bytes += json.length;
        if (found.length > 0 && bytes > maxBytes) return found;
        found.push(json);
      }
    }
  }
  return found;
}
