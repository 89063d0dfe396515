import type { Preparation } from './prepare.ts';

/** What the page asks of the worker that knows pictures. */
export type PictureWish =
  | { readonly type: 'prepare'; readonly file: Blob }
  | { readonly type: 'small'; readonly bytes: Uint8Array<ArrayBuffer>; readonly side: number };

export interface PictureQuestion {
  readonly id: number;
  readonly wish: PictureWish;
}

export interface PictureAnswer {
  readonly id: number;
  /** By the wish: `small` = a picture's bytes or null. */
  readonly answer: Preparation | Uint8Array<ArrayBuffer> | null;
}
