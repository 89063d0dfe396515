import { openDB, type DBSchema } from 'idb';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { PictureStore } from '../engine/ports.ts';

interface PicturesSchema extends DBSchema {
  pictures: { key: string; value: Uint8Array };
  /** Beside the bytes, so that looking for what may go reads no picture. */
  uses: { key: string; value: { readonly hash: string; readonly bytes: number; readonly usedAt: number } };
}

/** The disk is cleared down to this part of the limit, so that not every picture has to make room. */
const EVICT_TO = 0.9;

/**
 * Pictures in IndexedDB, the least recently used go first. A disk that refuses costs nothing but the picture's next
 * fetch, so failures are swallowed here.
 * @throws when the browser has no IndexedDB or refuses it
 */
export async function openIdbPictures(
  wallNow: () => number,
  { name = 'weft-pictures', maxBytes = LIMITS.browserCacheBytes } = {},
): Promise<PictureStore> {
  const database = await openDB<PicturesSchema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('pictures');
      fresh.createObjectStore('uses', { keyPath: 'hash' });
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  const write = async (hash: string, bytes: Uint8Array): Promise<void> => {
    const transaction = database.transaction(['pictures', 'uses'], 'readwrite', { durability: 'relaxed' });
    const uses = transaction.objectStore('uses');
    const pictures = transaction.objectStore('pictures');
    const known = await uses.getAll();
    let total = known.reduce((sum, use) => sum + use.bytes, bytes.byteLength);
    if (total > maxBytes)
      for (const old of known.sort((one, other) => one.usedAt - other.usedAt)) {
        if (total <= maxBytes * EVICT_TO) break;
        void uses.delete(old.hash);
        void pictures.delete(old.hash);
        total -= old.bytes;
      }
    void pictures.put(bytes, hash);
    void uses.put({ hash, bytes: bytes.byteLength, usedAt: wallNow() });
    await transaction.done;
  };
  return Object.freeze({
    async get(hash: string) {
      try {
        const bytes = (await database.get('pictures', hash)) ?? null;
        if (bytes !== null) await database.put('uses', { hash, bytes: bytes.byteLength, usedAt: wallNow() });
        return bytes;
      } catch {
        return null;
      }
    },
    put: (hash: string, bytes: Uint8Array) => write(hash, bytes).catch(() => undefined),
    async clear() {
      await Promise.all([database.clear('pictures'), database.clear('uses')]).catch(() => undefined);
    },
  });
}
