import { openDB, type DBSchema } from 'idb';
import type { PictureOutbox } from '../engine/ports.ts';

interface OutboxSchema extends DBSchema {
  pictures: { key: [flowId: string, hash: string]; value: Uint8Array };
  /** Beside the bytes, so that listing reads no picture. */
  waiting: {
    key: [flowId: string, hash: string];
    value: {
      readonly flowId: string;
      readonly hash: string;
      readonly bytes: number;
      readonly addedAt: number;
    };
  };
}

/**
 * Pictures of one flow that its room does not have yet, in IndexedDB: they are still there after a reload, and nothing
 * makes room at their cost.
 * @throws when the browser has no IndexedDB or refuses it
 */
export async function openIdbPictureOutbox(
  flowId: string,
  wallNow: () => number,
  name = 'weft-picture-outbox',
): Promise<PictureOutbox> {
  const database = await openDB<OutboxSchema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('pictures');
      fresh.createObjectStore('waiting', { keyPath: ['flowId', 'hash'] });
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return Object.freeze({
    async list() {
      const all = await database.getAll('waiting', IDBKeyRange.bound([flowId, ''], [flowId, 'g']));
      return all
        .sort((one, other) => one.addedAt - other.addedAt)
        .map(({ hash, bytes }) => ({ hash, bytes }));
    },
    get: async (hash: string) => (await database.get('pictures', [flowId, hash])) ?? null,
    async put(hash: string, bytes: Uint8Array) {
      const transaction = database.transaction(['pictures', 'waiting'], 'readwrite', {
        durability: 'strict',
      });
      void transaction.objectStore('pictures').put(bytes, [flowId, hash]);
      void transaction
        .objectStore('waiting')
        .put({ flowId, hash, bytes: bytes.byteLength, addedAt: wallNow() });
      await transaction.done;
    },
    async remove(hash: string) {
      const transaction = database.transaction(['pictures', 'waiting'], 'readwrite');
      void transaction.objectStore('pictures').delete([flowId, hash]);
      void transaction.objectStore('waiting').delete([flowId, hash]);
      await transaction.done;
    },
  });
}
