import type { PartyStorage } from './party-storage.ts';

/** Values of 120 KiB at most. */
const LOOKED_AT_ONCE = 64;

/** Drops everything else of a room, a batch after the other, so that no more than one lies in memory. */
export async function dropAllBut(storage: PartyStorage, isKept: (key: string) => boolean): Promise<void> {
  for (let start = ''; ;) {
    const found = [...(await storage.list(start === '' ? PAGE : { ...PAGE, start })).keys()];
    const last = found.at(-1);
    if (last === undefined) return;
    const dropped = found.filter((key) => !isKept(key));
    if (dropped.length > 0) await storage.delete(dropped);
    // The next key that there can be.
    start = `${last}\u0000`;
  }
}

const PAGE = { limit: LOOKED_AT_ONCE } as const;
