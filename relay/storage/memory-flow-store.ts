import type { RunSummary } from '#shared/protocol/messages.ts';
import type { ClientRecord } from '../core/client-record.ts';
import type { FlowRecord } from '../core/flow/flow-record.ts';
import type { FlowBatch, KeptVersion } from '../core/flow/flow-step.ts';
import type { LinkPush } from '../core/flow/link-push.ts';
import type { DocumentWrite, StoredDocument } from '../core/flow/room-document.ts';
import type { FlowStore } from './flow-store.ts';

/** A flow in memory: for the simulation and for tests. Gone with the process. */
export function createMemoryFlowStore(): FlowStore {
  let record: FlowRecord | null = null;
  let tickets: { readonly [jti: string]: number } = {};
  let document: StoredDocument | null = null;
  const runs = new Map<string, RunSummary>();
  const clients = new Map<string, ClientRecord>();
  const versions = new Map<string, { version: KeptVersion; document: Uint8Array }>();
  const pushes = new Map<string, LinkPush>();
  return Object.freeze({
    async write(batch: FlowBatch) {
      record = batch.record ?? record;
      tickets = batch.tickets ?? tickets;
      if (batch.document) document = written(document, batch.document);
      for (const run of batch.runs) runs.set(run.runId, run);
      for (const runId of batch.droppedRuns) runs.delete(runId);
      for (const client of batch.clients) {
        clients.delete(client.clientId);
        clients.set(client.clientId, client);
      }
      for (const clientId of batch.droppedClients) clients.delete(clientId);
      for (const kept of batch.versions) versions.set(kept.version.versionId, kept);
      for (const { versionId } of batch.droppedVersions) versions.delete(versionId);
      for (const push of batch.pushes)
        if (push.runIds.length > 0) pushes.set(push.linkId, push);
        else pushes.delete(push.linkId);
    },
    async load() {
      if (record === null) return null;
      return {
        ...{ record, document, tickets },
        runs: [...runs.values()],
        clients: [...clients.values()],
        versions: [...versions.values()].map(({ version }) => version),
        pushes: [...pushes.values()],
      };
    },
    async clear() {
      tickets = {};
      document = null;
      clients.clear();
      versions.clear();
    },
    version: async (versionId: string) => versions.get(versionId)?.document ?? null,
  });
}

function written(before: StoredDocument | null, write: DocumentWrite): StoredDocument {
  const { generation, firstUpdate } = write.head;
  const authors = [...(before?.authors ?? []), ...write.authors];
  const common = { generation, firstUpdate, authors };
  if (write.snapshot) return { ...common, snapshot: write.snapshot, updates: [] };
  const updates = [...(before?.updates ?? []), ...write.appended.map(({ bytes }) => bytes)];
  return { ...common, snapshot: before?.snapshot ?? new Uint8Array(), updates };
}
