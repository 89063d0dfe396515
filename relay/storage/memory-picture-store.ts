import type { KeptPicture, OpenUpload } from '../core/flow/picture-shelf.ts';
import { joinBytes } from './chunk-bytes.ts';
import type { PictureBytes, PictureStore } from './picture-store.ts';

/** Pictures of a flow in memory: for tests. Gone with the process. */
export function createMemoryPictureStore(): PictureStore {
  const kept = new Map<string, KeptPicture>();
  const open = new Map<string, OpenUpload>();
  const pieces = new Map<string, Map<number, Uint8Array>>();
  const put = (hash: string, { offset, bytes }: PictureBytes): void => {
    const known = pieces.get(hash) ?? new Map<number, Uint8Array>();
    known.set(offset, bytes.slice());
    pieces.set(hash, known);
  };
  return Object.freeze({
    load: async () => ({ kept: [...kept.values()], open: [...open.values()] }),
    async putPiece(upload: OpenUpload, piece: PictureBytes) {
      put(upload.hash, piece);
      open.set(upload.hash, upload);
    },
    async keep(picture: KeptPicture, last: PictureBytes) {
      put(picture.hash, last);
      kept.set(picture.hash, picture);
      open.delete(picture.hash);
    },
    async bytes(hash: string) {
      const known = [...(pieces.get(hash) ?? [])].sort(([one], [other]) => one - other);
      return known.length === 0 ? null : joinBytes(known.map(([, bytes]) => bytes));
    },
    async drop(hash: string) {
      open.delete(hash);
      pieces.delete(hash);
    },
  });
}
