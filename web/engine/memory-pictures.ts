import type { PictureStore } from './ports.ts';

/** Pictures without a disk, for tests and browsers that refuse to store: up to so many bytes, the oldest go first. */
const MAX_BYTES = 64 * 1024 * 1024;

export function createMemoryPictures(maxBytes = MAX_BYTES): PictureStore {
  const pictures = new Map<string, Uint8Array>();
  let total = 0;
  return Object.freeze({
    get: async (hash: string) => pictures.get(hash) ?? null,
    async put(hash: string, bytes: Uint8Array) {
      if (pictures.has(hash)) return;
      pictures.set(hash, bytes);
      total += bytes.byteLength;
      for (const [old, { byteLength }] of pictures) {
        if (total <= maxBytes || old === hash) return;
        pictures.delete(old);
        total -= byteLength;
      }
    },
    async clear() {
      pictures.clear();
      total = 0;
    },
  });
}
