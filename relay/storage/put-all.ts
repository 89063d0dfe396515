import type { PartyStorage } from './party-storage.ts';

/** Keys of one put: more are refused by KV-backed storage in production; `partykit dev` does not notice. */
export const KEYS_PER_BATCH = 128;

/**
 * Puts and deletes as one: several of them that are begun without an await between them are kept together or not at all,
 * and no reply or frame leaves the room before they are on disk (output gate; platform facts, found by kill -9). Not
 * async up to the last of them for that reason.
 */
export function putAll(
  storage: PartyStorage,
  values: ReadonlyMap<string, unknown>,
  dropped: readonly string[],
): Promise<void> {
  const work: Promise<unknown>[] = [];
  const pairs = [...values];
  for (let start = 0; start < pairs.length; start += KEYS_PER_BATCH)
    work.push(storage.put(Object.fromEntries(pairs.slice(start, start + KEYS_PER_BATCH))));
  for (let start = 0; start < dropped.length; start += KEYS_PER_BATCH)
    work.push(storage.delete(dropped.slice(start, start + KEYS_PER_BATCH)));
  return Promise.all(work).then(() => undefined);
}
