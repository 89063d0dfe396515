import type { CachedOutput, OutputCache } from './ports.ts';

/** The cache without a disk: for tests, and for browsers that refuse to store anything. */
export function createMemoryCache(): OutputCache {
  const entries = new Map<string, CachedOutput>();
  return Object.freeze({
    hashOf: (key: string) => entries.get(key)?.outputHash ?? null,
    has: (key: string) => entries.has(key),
    read: (key: string) => entries.get(key) ?? null,
    write: (key: string, entry: CachedOutput) => void entries.set(key, entry),
    flush: () => Promise.resolve(),
    clear: async () => entries.clear(),
  });
}
