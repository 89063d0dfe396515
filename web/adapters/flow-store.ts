import { z } from 'zod';
import type { PageDatabase } from './page-database.ts';

const recordSchema = z.object({
  id: z.string().min(1).max(100),
  name: z.string(),
  secret: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  mine: z.boolean(),
  lastRun: z.unknown().nullable(),
  thumbnail: z.unknown().nullable(),
  seed: z.unknown().nullable(),
});

/** The list of this browser's flows in IndexedDB. Records that do not read as one are left alone and not listed. */
export function createFlowStore<T extends { readonly id: string }>(database: () => Promise<PageDatabase>) {
  return Object.freeze({
    async all(): Promise<readonly T[]> {
      const stored = await (await database()).getAll('flows');
      return stored.filter((record): record is T => recordSchema.safeParse(record).success);
    },
    async put(record: T): Promise<void> {
      await (await database()).put('flows', record);
    },
    async remove(id: string): Promise<void> {
      await (await database()).delete('flows', id);
    },
  });
}
