import { openDB, type DBSchema } from 'idb';
import type { Pack, PackBatch, PackIndex, PackStore } from './pack-store.ts';

interface CacheSchema extends DBSchema {
  indexes: { key: string; value: PackIndex };
  packs: { key: string; value: Pack };
}

const DATABASE = 'weft-outputs';
const VERSION = 1;

/** Packs in IndexedDB. @throws when the browser has none or refuses it (private windows, full disks) */
export async function openIdbPackStore(name = DATABASE): Promise<PackStore> {
  const database = await openDB<CacheSchema>(name, VERSION, {
    upgrade(fresh) {
      fresh.createObjectStore('indexes', { keyPath: 'id' });
      fresh.createObjectStore('packs', { keyPath: 'id' });
    },
    // Another tab brings a newer version: let it, this tab goes on from memory.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return Object.freeze({
    loadIndexes: () => database.getAll('indexes'),
    loadPack: async (id: string) => (await database.get('packs', id)) ?? null,
    async write({ indexes, packs, evicted }: PackBatch) {
      const transaction = database.transaction(['indexes', 'packs'], 'readwrite', { durability: 'relaxed' });
      const work: Promise<unknown>[] = [
        ...indexes.map((index) => transaction.objectStore('indexes').put(index)),
        ...packs.map((pack) => transaction.objectStore('packs').put(pack)),
        ...evicted.map((id) => transaction.objectStore('packs').delete(id)),
        transaction.done,
      ];
      await Promise.all(work);
    },
    async clear() {
      const transaction = database.transaction(['indexes', 'packs'], 'readwrite');
      await Promise.all([
        transaction.objectStore('indexes').clear(),
        transaction.objectStore('packs').clear(),
        transaction.done,
      ]);
    },
  });
}
