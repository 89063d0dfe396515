import type { KeptPicture, OpenUpload, StoredPictures } from '../core/flow/picture-shelf.ts';

/** Bytes at their place in a picture. */
export interface PictureBytes {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Where a flow's room keeps pictures. Two implementations, one contract suite (picture-store-contract.ts). */
export interface PictureStore {
  /** Everything but the bytes. */
  load(): Promise<StoredPictures>;
  /** A piece and how far the upload is with it: both or nothing. */
  putPiece(upload: OpenUpload, piece: PictureBytes): Promise<void>;
  /** The last piece and what the whole is: all or nothing. */
  keep(picture: KeptPicture, last: PictureBytes): Promise<void>;
  /** The bytes that are there, in their order, of a picture or an upload; null when there are none. */
  bytes(hash: string): Promise<Uint8Array | null>;
  /** Forgets an upload and its bytes. */
  drop(hash: string): Promise<void>;
}
