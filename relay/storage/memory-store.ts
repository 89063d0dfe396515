import type { LogEntry } from '#shared/run/events.ts';
import type { ApprovalRecord } from '../core/approval-record.ts';
import type { CallRecord } from '../core/call-record.ts';
import type { ClientRecord } from '../core/client-record.ts';
import type { FileRecord } from '../core/file-record.ts';
import type { LinkEnds } from '../core/link-ends.ts';
import type { RunHeader } from '../core/run-header.ts';
import type { PartialChunk, StoreBatch } from '../core/step.ts';
import type { Gravestone } from '../core/removal.ts';
import { assembleRun } from './load-run.ts';
import type { RunStore } from './run-store.ts';
import { partialKey } from './stored-keys.ts';

/** A run in memory: for the simulation and for tests. Gone with the process. */
export function createMemoryStore(): RunStore {
  let header: RunHeader | null = null;
  let gravestone: Gravestone | null = null;
  let tickets: { readonly [jti: string]: number } = {};
  let linkEnds: LinkEnds = {};
  const log: string[] = [];
  const calls = new Map<string, CallRecord>();
  const approvals = new Map<string, ApprovalRecord>();
  const clients = new Map<string, ClientRecord>();
  const files = new Map<string, FileRecord>();
  const partials = new Map<string, PartialChunk>();
  const blobs = new Map<string, Uint8Array>();
  const pictures = new Map<string, number>();

  const entries = async (from: number, to: number, maxBytes: number): Promise<readonly string[]> => {
    const found: string[] = [];
    let bytes = 0;
    for (let seq = from; seq <= to; seq += 1) {
      const json = log[seq - 1];
      if (json === undefined) break;
      bytes += json.length;
      if (found.length > 0 && bytes > maxBytes) break;
      found.push(json);
    }
    return found;
  };
  return Object.freeze({
    entries,
    async bury(stone: Gravestone) {
      gravestone = stone;
      header = null;
      log.length = 0;
      for (const kept of [calls, approvals, clients, files, partials, blobs, pictures]) kept.clear();
    },
    buried: async () => gravestone,
    async write(batch: StoreBatch) {
      header = batch.header;
      for (const { entry, json } of batch.entries) log[entry.seq - 1] = json;
      for (const call of batch.calls) calls.set(call.callId, call);
      for (const approval of batch.approvals) approvals.set(approval.approvalId, approval);
      for (const client of batch.clients) clients.set(client.clientId, client);
      for (const file of batch.files) files.set(file.effectId, file);
      for (const chunk of batch.partials) partials.set(partialKey(chunk), chunk);
      for (const chunk of batch.droppedPartials) partials.delete(partialKey(chunk));
      for (const { hash, text } of batch.blobs) blobs.set(hash, new TextEncoder().encode(text));
      for (const [hash, bytes] of batch.pictures) pictures.set(hash, bytes);
      tickets = batch.tickets ?? tickets;
      linkEnds = batch.linkEnds ?? linkEnds;
    },
    async putBlob(hash: string, bytes: Uint8Array) {
      blobs.set(hash, bytes.slice());
    },
    blob: async (hash: string) => blobs.get(hash)?.slice() ?? null,
    blobStart: async (hash: string) => blobs.get(hash)?.slice(0, 1_024) ?? null,
    async load() {
      if (header === null) return null;
      return assembleRun({
        ...{ header, tickets, linkEnds },
        calls: [...calls.values()],
        approvals: [...approvals.values()],
        clients: [...clients.values()],
        files: [...files.values()],
        partials: [...partials].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, chunk]) => chunk),
        pictures: [...pictures],
        blobs: [...blobs].map(([hash, bytes]) => [hash, bytes.length] as const),
        async blobText(hash) {
          const bytes = blobs.get(hash);
          return bytes === undefined ? null : new TextDecoder().decode(bytes);
        },
        async entry(seq) {
          const json = log[seq - 1];
          return json === undefined ? null : (JSON.parse(json) as LogEntry);
        },
      });
    },
  });
}
