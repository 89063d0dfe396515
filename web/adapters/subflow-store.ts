import type { DBSchema } from 'idb';
import { ownDatabase } from './own-database.ts';

/** A subflow as it is stored; the page's state knows what is in it. */
interface Kept {
  readonly id: string;
}

interface SubflowsSchema extends DBSchema {
  subflows: { key: string; value: unknown };
}

const NAME = 'weft-subflows';

/** The subflows of this browser, in a database of their own: they outlive every flow. */
export function createSubflowStore<T extends Kept>(isSubflow: (value: unknown) => value is T) {
  const database = ownDatabase<SubflowsSchema>(NAME, (made) => {
    made.createObjectStore('subflows', { keyPath: 'id' });
  });
  return Object.freeze({
    all: async (): Promise<readonly T[]> => (await (await database()).getAll('subflows')).filter(isSubflow),
    put: async (subflow: T): Promise<void> => void (await (await database()).put('subflows', subflow)),
    remove: async (id: string): Promise<void> => (await database()).delete('subflows', id),
  });
}
