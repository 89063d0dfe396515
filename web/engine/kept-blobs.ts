import { readPictureHeader } from '#shared/picture-header.ts';
import type { PictureStore, RunBlobs } from './ports.ts';

/**
 * The blobs of a run with this browser's memory for pictures: what was seen once is not fetched again, and can be brought
 * along into another run whose cached outputs name it. Texts are not kept here, the output cache has them.
 */
export function createKeptBlobs(run: RunBlobs, pictures: PictureStore): RunBlobs {
  const keep = async (hash: string, bytes: Uint8Array): Promise<void> => {
    if (readPictureHeader(bytes) !== null) await pictures.put(hash, bytes);
  };
  return Object.freeze({
    async put(bytes: Uint8Array) {
      const hash = await run.put(bytes);
      await keep(hash, bytes);
      return hash;
    },
    async get(hash: string) {
      const kept = await pictures.get(hash);
      if (kept !== null) return kept;
      const bytes = await run.get(hash);
      await keep(hash, bytes);
      return bytes;
    },
  });
}
