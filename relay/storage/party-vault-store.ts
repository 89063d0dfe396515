import type {
  GrantPlace,
  Hold,
  KeptGrant,
  KeptKey,
  KeptRow,
  MonthSum,
  RunSpent,
  Slice,
  VaultBatch,
  VaultRecord,
} from '../core/vault/vault-record.ts';
import { hashText } from '#shared/hash.ts';
import type { PartyStorage } from './party-storage.ts';
import { putAll } from './put-all.ts';
import { prefixEnd } from './stored-keys.ts';
import type { VaultStore } from './vault-store.ts';

const KEYS = {
  record: 'vault',
  keys: 'k:',
  grants: 'g:',
  /** What each run has spent of a grant. */
  runs: 'r:',
  holds: 'h:',
  /** What each run has set aside for its next calls. */
  slices: 'c:',
  rows: 'l:',
  places: 'p:',
  /** Of a month, whose rows are no longer kept. */
  sums: 's:',
  /** That have a purse. */
  flows: 'f:',
} as const;

const DIGITS = 9;
const rowKey = (n: number): string => `${KEYS.rows}${String(n).padStart(DIGITS, '0')}`;

/** A room of the vault in the party's storage. A batch is kept as one (putAll). */
export function createPartyVaultStore(storage: PartyStorage): VaultStore {
  const rows = async (options: { start?: string; end?: string; reverse?: boolean; limit: number }) => [
    ...(await storage.list<KeptRow>({ prefix: KEYS.rows, ...options })).values(),
  ];
  const all = async <Value>(prefix: string): Promise<Value[]> => [
    ...(await storage.list<Value>({ prefix })).values(),
  ];
  return Object.freeze({
    write(batch: VaultBatch) {
      const dropped = [
        ...batch.droppedKeys.map((keyId) => KEYS.keys + keyId),
        ...batch.droppedHolds.map((key) => KEYS.holds + key),
        ...batch.droppedSlices.map((key) => KEYS.slices + key),
        ...batch.droppedRows.map(rowKey),
      ];
      return putAll(storage, valuesOf(batch), dropped);
    },
    async load() {
      const record = await storage.get<VaultRecord>(KEYS.record);
      if (record === undefined) return null;
      const [keys, grants, runs, holds, slices, places, sums, flows] = await Promise.all([
        all<KeptKey>(KEYS.keys),
        all<KeptGrant>(KEYS.grants),
        all<RunSpent>(KEYS.runs),
        all<Hold>(KEYS.holds),
        all<Slice>(KEYS.slices),
        all<GrantPlace>(KEYS.places),
        all<MonthSum>(KEYS.sums),
        all<string>(KEYS.flows),
      ]);
      return { record, keys, grants, runs, holds, slices, places, sums, flows };
    },
    rowsBefore: (n: number, limit: number) => rows({ end: rowKey(n), reverse: true, limit }),
    rowsFrom: (n: number, limit: number) => rows({ start: rowKey(n), end: prefixEnd(KEYS.rows), limit }),
    row: async (n: number) => (await storage.get<KeptRow>(rowKey(n))) ?? null,
  });
}

function valuesOf(batch: VaultBatch): Map<string, unknown> {
  const values = new Map<string, unknown>();
  if (batch.record) values.set(KEYS.record, batch.record);
  for (const key of batch.keys) values.set(KEYS.keys + key.sealed.keyId, key);
  for (const grant of batch.grants) values.set(KEYS.grants + grant.grantId, grant);
  for (const run of batch.runs) values.set(`${KEYS.runs}${run.grantId}:${run.runId}`, run);
  for (const hold of batch.holds) values.set(`${KEYS.holds}${hold.runId}:${hold.callId}`, hold);
  for (const slice of batch.slices) values.set(`${KEYS.slices}${slice.grantId}:${slice.runId}`, slice);
  for (const place of batch.places) values.set(KEYS.places + place.grantId, place);
  for (const row of batch.rows) values.set(rowKey(row.n), row);
  for (const sum of batch.sums) values.set(sumKey(sum), sum);
  for (const flowId of batch.flows) values.set(KEYS.flows + flowId, flowId);
  return values;
}

/** A model's name may be longer than a key of the storage. */
function sumKey({ month, grantId, flowId, personId, provider, model }: MonthSum): string {
  return KEYS.sums + hashText([month, grantId, flowId, personId, provider, model].join('\n'));
}
