import type { PictureOutbox } from './ports.ts';

/** Pictures on their way, without a disk: for tests and browsers that refuse to store. */
export function createMemoryPictureOutbox(): PictureOutbox {
  const pictures = new Map<string, Uint8Array>();
  return Object.freeze({
    list: async () => [...pictures].map(([hash, { byteLength }]) => ({ hash, bytes: byteLength })),
    get: async (hash: string) => pictures.get(hash) ?? null,
    put: async (hash: string, bytes: Uint8Array) => void pictures.set(hash, bytes),
    remove: async (hash: string) => void pictures.delete(hash),
  });
}
