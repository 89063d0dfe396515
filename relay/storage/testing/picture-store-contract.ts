import { describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import type { KeptPicture } from '../../core/flow/picture-shelf.ts';
import type { PictureStore } from '../picture-store.ts';

const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const some = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index % 251);
const hashIn = async (store: PictureStore) => hashBytes((await store.bytes(HASH)) ?? new Uint8Array());
const upload = (have: number, total: number, hash = HASH) => ({ hash, have, total, touchedAt: 5 });
const picture = (bytes: number, hash = HASH): KeptPicture => ({
  ...{ hash, bytes, mediaType: 'image/png' },
  ...{ width: 2, height: 3, at: 7 },
});

/** What every store of a flow's pictures does. */
export function describePictureStore(name: string, create: () => PictureStore): void {
  describe(`the store of pictures: ${name}`, () => {
    it('is empty at first', async () => {
      const store = create();
      expect([await store.load(), await store.bytes(HASH)]).toEqual([{ kept: [], open: [] }, null]);
    });

    it('[PI3] joins pieces of every length, and knows how far an upload is', async () => {
      const store = create();
      const bytes = some(400_000);
      const cuts = [0, 1, 122_880, 122_881, 300_000, 399_999];
      for (const [index, offset] of cuts.entries()) {
        const end = cuts[index + 1];
        if (end === undefined) break;
        await store.putPiece(upload(end, bytes.length), { offset, bytes: bytes.slice(offset, end) });
        expect((await store.load()).open).toEqual([upload(end, bytes.length)]);
        expect(await hashIn(store)).toBe(hashBytes(bytes.slice(0, end)));
      }
      await store.keep(picture(bytes.length), { offset: 399_999, bytes: bytes.slice(399_999) });
      expect(await store.load()).toEqual({ kept: [picture(bytes.length)], open: [] });
      expect(await hashIn(store)).toBe(hashBytes(bytes));
    });

    it('[PI5] forgets what is dropped, and nothing else', async () => {
      const store = create();
      await store.putPiece(upload(200_000, 300_000), { offset: 0, bytes: some(200_000) });
      await store.putPiece(upload(10, 20, OTHER), { offset: 0, bytes: some(10) });
      await store.drop(HASH);
      expect(await store.load()).toEqual({ kept: [], open: [upload(10, 20, OTHER)] });
      expect([await store.bytes(HASH), await store.bytes(OTHER)]).toEqual([null, some(10)]);
    });
  });
}
