import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** Runs that were opened from files, in a database of their own: they are large, and nobody else's business. */
interface RunFileSchema extends DBSchema {
  files: { key: string; value: { readonly runId: string; readonly text: string; readonly openedAt: number } };
}

export interface RunFileStore {
  /** Keeps a file, and lets the oldest go when there are more than 20. */
  readonly put: (runId: string, text: string, openedAt: number) => Promise<void>;
  /** null = not here, or no longer. */
  readonly get: (runId: string) => Promise<string | null>;
}

const NAME = 'weft-run-files';
const MOST_FILES = 20;

/** In memory where the browser has no database, so that a file can at least be looked at. */
export function createRunFileStore(): RunFileStore {
  const memory = new Map<string, string>();
  let opened: Promise<IDBPDatabase<RunFileSchema>> | null = null;
  const database = () =>
    (opened ??= openDB<RunFileSchema>(NAME, 1, {
      upgrade: (made) => void made.createObjectStore('files', { keyPath: 'runId' }),
    }));
  return Object.freeze({
    async put(runId: string, text: string, openedAt: number) {
      memory.set(runId, text);
      try {
        const kept = await database();
        await kept.put('files', { runId, text, openedAt });
        const all = (await kept.getAll('files')).sort((a, b) => b.openedAt - a.openedAt);
        for (const old of all.slice(MOST_FILES)) await kept.delete('files', old.runId);
      } catch {
        opened = null; // in memory until the page is left
      }
    },
    async get(runId: string) {
      const known = memory.get(runId);
      if (known !== undefined) return known;
      try {
        return (await (await database()).get('files', runId))?.text ?? null;
      } catch {
        return null;
      }
    },
  });
}
