import { z } from 'zod/mini';

/** How far a picture has come on its way to its flow's room. */
export interface UploadState {
  /** Bytes from the beginning that the room has: the offset of the next piece. */
  readonly have: number;
  /** Whether it is there as a whole, looked at and kept. */
  readonly complete: boolean;
}

export const uploadStateSchema: z.ZodMiniType<UploadState> = z.object({
  have: z.int().check(z.nonnegative()),
  complete: z.boolean(),
});

/** The last part of the path of a piece: where it begins, and how long the whole picture is. */
export function pieceName(piece: { readonly offset: number; readonly total: number }): string {
  return `${piece.offset}-${piece.total}`;
}

/** Null when it is no such name. */
export function readPieceName(name: string): { readonly offset: number; readonly total: number } | null {
  const found = /^(0|[1-9]\d{0,8})-([1-9]\d{0,8})$/.exec(name);
  return found === null ? null : { offset: Number(found[1]), total: Number(found[2]) };
}
