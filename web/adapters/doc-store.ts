import type { PageDatabase } from './page-database.ts';

/** The changes of one document in a database: only ever appended, now and then made one. */
export interface DocStore {
  readonly load: () => Promise<readonly Uint8Array[]>;
  /** Resolves when the change is stored. Rejects with the database's error, for example QuotaExceededError. */
  readonly append: (update: Uint8Array) => Promise<void>;
  /** Replaces everything stored by what `merge` makes of it, in one transaction: two tabs may do it at once. */
  readonly compact: (merge: (updates: readonly Uint8Array[]) => Uint8Array) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export function createDocStore(database: () => Promise<PageDatabase>, flowId: string): DocStore {
  return Object.freeze({
    async load() {
      const records = await (await database()).getAllFromIndex('changes', 'flowId', flowId);
      return records.map((record) => record.update);
    },
    async append(update: Uint8Array) {
      await (await database()).add('changes', { flowId, update });
    },
    async compact(merge: (updates: readonly Uint8Array[]) => Uint8Array) {
      const transaction = (await database()).transaction('changes', 'readwrite');
      const index = transaction.store.index('flowId');
      const [keys, records] = await Promise.all([index.getAllKeys(flowId), index.getAll(flowId)]);
      if (records.length > 1) {
        const update = merge(records.map((record) => record.update));
        for (const key of keys) void transaction.store.delete(key);
        void transaction.store.add({ flowId, update });
      }
      await transaction.done;
    },
    async remove() {
      const transaction = (await database()).transaction('changes', 'readwrite');
      for (const key of await transaction.store.index('flowId').getAllKeys(flowId))
        void transaction.store.delete(key);
      await transaction.done;
    },
  });
}

/** The same for the life of the page, where there is no database. */
export function createMemoryDocStore(): DocStore {
  let updates: Uint8Array[] = [];
  return Object.freeze({
    load: async () => updates,
    append: async (update: Uint8Array) => void updates.push(update),
    compact: async (merge: (list: readonly Uint8Array[]) => Uint8Array) => {
      if (updates.length > 1) updates = [merge(updates)];
    },
    remove: async () => void (updates = []),
  });
}
