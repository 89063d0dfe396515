import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from 'idb';

/**
 * A database of this browser's own things, opened with the first use and again after a failure. A newer page that wants to
 * change its form gets it.
 */
export function ownDatabase<Schema extends DBSchema>(
  name: string,
  upgrade: NonNullable<OpenDBCallbacks<Schema>['upgrade']>,
): () => Promise<IDBPDatabase<Schema>> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  return () =>
    (opened ??= openDB<Schema>(name, 1, {
      upgrade,
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase | null)?.close(),
    }).catch((caught: unknown) => {
      opened = null;
      throw caught;
    }));
}
