import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** The page's IndexedDB: the list of flows, and the changes of their documents. The engine has a database of its own. */
export interface PageSchema extends DBSchema {
  flows: { key: string; value: unknown };
  /** Updates and snapshots of documents, in the order in which they were written. */
  changes: {
    key: number;
    value: { readonly flowId: string; readonly update: Uint8Array };
    indexes: { flowId: string };
  };
}

export type PageDatabase = IDBPDatabase<PageSchema>;

const NAME = 'weft';
const VERSION = 1;

/** Opens it. @throws DOMException where IndexedDB is switched off or broken. */
export function openPageDatabase(): Promise<PageDatabase> {
  return openDB<PageSchema>(NAME, VERSION, {
    upgrade(database) {
      database.createObjectStore('flows', { keyPath: 'id' });
      const changes = database.createObjectStore('changes', { autoIncrement: true });
      changes.createIndex('flowId', 'flowId');
    },
    // A newer page wants to change the schema: let go, so that it can.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase | null)?.close(),
  });
}
