import { describe, expect, it } from 'vitest';
import { hashText } from '#shared/hash.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { CachedOutput, OutputCache } from '../engine/ports.ts';
import type { Pack, PackBatch, PackIndex, PackStore } from './pack-store.ts';

/** One suite for everything that is an output cache. `reopen` gives a second cache over the same disk, if there is one. */
export function outputCacheContract(
  name: string,
  open: () => Promise<{ readonly cache: OutputCache; readonly reopen: (() => Promise<OutputCache>) | null }>,
): void {
  const entry = (text: string): CachedOutput => ({
    outputHash: hashText(text),
    output: { text },
    costMicroUsd: 7,
  });

  describe(`output cache: ${name}`, () => {
    it('answers at once what was just written', async () => {
      const { cache } = await open();
      cache.write('key', entry('hello'));
      expect([cache.hashOf('key'), cache.has('key')]).toEqual([hashText('hello'), true]);
      expect(await cache.read('key')).toEqual(entry('hello'));
    });

    it('knows nothing of what was never written', async () => {
      const { cache } = await open();
      expect([cache.hashOf('key'), cache.has('key'), await cache.read('key')]).toEqual([null, false, null]);
    });

    it('keeps one output under several keys', async () => {
      const { cache } = await open();
      cache.write('one', entry('same'));
      cache.write('two', entry('same'));
      await cache.flush();
      expect(await cache.read('two')).toEqual(entry('same'));
    });

    it('forgets everything when cleared', async () => {
      const { cache } = await open();
      cache.write('key', entry('hello'));
      await cache.clear();
      expect(await cache.read('key')).toBeNull();
    });

    it('still has it after it was opened again, where there is a disk', async () => {
      const { cache, reopen } = await open();
      for (let index = 0; index < 300; index += 1) cache.write(`key-${index}`, entry(`text-${index}`));
      await cache.flush();
      const later = reopen === null ? cache : await reopen();
      expect(later.has('key-299')).toBe(true);
      expect(await later.read('key-17')).toEqual(entry('text-17'));
    });
  });
}

/** A pack store in memory that counts its transactions and can refuse to write. */
export interface FakePackStore extends PackStore {
  readonly indexes: Map<string, PackIndex>;
  readonly packs: Map<string, Pack>;
  writes: number;
  /** Refuses this many writes from now on. */
  refusals: number;
}

export function createFakePackStore(): FakePackStore {
  const indexes = new Map<string, PackIndex>();
  const packs = new Map<string, Pack>();
  const store: FakePackStore = {
    indexes,
    packs,
    writes: 0,
    refusals: 0,
    loadIndexes: async () => [...indexes.values()],
    loadPack: async (id) => packs.get(id) ?? null,
    async write(batch: PackBatch) {
      if (store.refusals > 0) {
        store.refusals -= 1;
        throw new DOMException('full', 'QuotaExceededError');
      }
      store.writes += 1;
      for (const index of batch.indexes) indexes.set(index.id, index);
      for (const pack of batch.packs) packs.set(pack.id, pack);
      for (const id of batch.evicted) packs.delete(id);
    },
    async clear() {
      indexes.clear();
      packs.clear();
    },
  };
  return store;
}

/** Entries that say nothing but their numbers, from `first` to `last`. */
export function numberedEntries(first: number, last: number): LogEntry[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
    type: 'execution.resumed',
    data: {},
    runId: 'run',
    seq: first + index,
    at: first + index,
    by: null,
  }));
}
