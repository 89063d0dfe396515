import type { PageDatabase } from './page-database.ts';

/** The list of this browser's flows in IndexedDB. Records that an older or newer Weft wrote otherwise are not listed. */
export function createFlowStore<T extends { readonly id: string }>(database: () => Promise<PageDatabase>) {
  return Object.freeze({
    async all(): Promise<readonly T[]> {
      const stored = await (await database()).getAll('flows');
      return stored.filter((record): record is T => isRecord(record));
    },
    async put(record: T): Promise<void> {
      await (await database()).put('flows', record);
    },
    async remove(id: string): Promise<void> {
      await (await database()).delete('flows', id);
    },
  });
}

/** By hand: a schema library would double the home page for six fields that only Weft writes. */
function isRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as { readonly [key: string]: unknown };
  const texts = ['id', 'name', 'secret'].every((key) => typeof record[key] === 'string');
  return texts && ['createdAt', 'updatedAt'].every((key) => typeof record[key] === 'number');
}
