import type { OpenPictures } from './open-pictures.ts';
import type { KeptBlobsPorts } from './kept-blobs.ts';
import type { PictureStore } from './ports.ts';

/** The part of the engine for the flow's pictures, fetched when there is something to do for it. */
export interface LatePictures {
  /** null until it is here. */
  readonly now: () => OpenPictures | null;
  /** Rejects when it could not be fetched; the next call tries again. */
  readonly load: () => Promise<OpenPictures>;
  /** For the blobs of runs: without it they make do with what the browser remembers. */
  readonly forRuns: KeptBlobsPorts['flow'];
}

export function createLatePictures(pictures: PictureStore, open: () => Promise<OpenPictures>): LatePictures {
  let here: OpenPictures | null = null;
  let loading: Promise<OpenPictures> | null = null;
  async function fetchIt(): Promise<OpenPictures> {
    try {
      return (here = await open());
    } catch (caught) {
      loading = null;
      throw caught;
    }
  }
  const load = (): Promise<OpenPictures> => (loading ??= fetchIt());
  return Object.freeze({
    now: () => here,
    load,
    forRuns: Object.freeze({
      async here(hash: string) {
        const opened = here ?? (await load().catch(() => null));
        return opened === null ? pictures.get(hash) : opened.flow.here(hash);
      },
      seen: (hash: string, bytes: Uint8Array) => pictures.put(hash, bytes),
      deliver: async (hash: string) => (await load()).flow.deliver(hash),
    }),
  });
}
