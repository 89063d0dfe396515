import { LIMITS } from '#shared/protocol/limits.ts';
import type { KeptPicture, OpenUpload } from '../core/flow/picture-shelf.ts';
import { chunkBytes, joinBytes } from './chunk-bytes.ts';
import { FLOW_KEYS, pictureChunkKey } from './flow-keys.ts';
import type { PartyStorage } from './party-storage.ts';
import type { PictureBytes, PictureStore } from './picture-store.ts';
import { putAll } from './put-all.ts';

/** Pictures of a flow in its room's storage: bytes in values under where they begin, so that pieces may be of any length. */
export function createPartyPictureStore(storage: PartyStorage): PictureStore {
  const chunksOf = (hash: string): Promise<Map<string, Uint8Array>> =>
    storage.list<Uint8Array>({ prefix: `${FLOW_KEYS.pictureChunks}${hash}:` });
  return Object.freeze({
    async load() {
      const [kept, open] = await Promise.all([
        storage.list<KeptPicture>({ prefix: FLOW_KEYS.pictures }),
        storage.list<OpenUpload>({ prefix: FLOW_KEYS.uploads }),
      ]);
      return { kept: [...kept.values()], open: [...open.values()] };
    },
    putPiece(upload: OpenUpload, piece: PictureBytes) {
      const values = chunkValues(upload.hash, piece);
      values.set(FLOW_KEYS.uploads + upload.hash, upload);
      return putAll(storage, values, []);
    },
    keep(picture: KeptPicture, last: PictureBytes) {
      const values = chunkValues(picture.hash, last);
      values.set(FLOW_KEYS.pictures + picture.hash, picture);
      return putAll(storage, values, [FLOW_KEYS.uploads + picture.hash]);
    },
    async bytes(hash: string) {
      const chunks = [...(await chunksOf(hash)).values()];
      return chunks.length === 0 ? null : joinBytes(chunks);
    },
    async drop(hash: string) {
      const chunks = [...(await chunksOf(hash)).keys()];
      await putAll(storage, new Map(), [FLOW_KEYS.uploads + hash, ...chunks]);
    },
  });
}

function chunkValues(hash: string, { offset, bytes }: PictureBytes): Map<string, unknown> {
  const chunks = chunkBytes(bytes, LIMITS.storedValueBytes);
  return new Map<string, unknown>(
    chunks.map((chunk, index) => [pictureChunkKey(hash, offset + index * LIMITS.storedValueBytes), chunk]),
  );
}
