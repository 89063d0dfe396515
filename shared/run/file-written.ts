import { z } from 'zod/mini';
import { LIMITS } from '../protocol/limits.ts';
import { FILE_TYPES, type FileType } from './file-type.ts';

/** A file of the run as one effect of a node wrote it. */
export interface FileWritten {
  /** The effect that wrote it; writing is asked for again under the same id. */
  readonly effectId: string;
  /** The same for all versions of one file. */
  readonly fileId: string;
  readonly nodeId: string;
  readonly round: number;
  /** No other file of the run has it. */
  readonly name: string;
  /** What the node wanted to call it, where another node's file had that name. */
  readonly asked?: string | undefined;
  readonly mediaType: FileType;
  readonly bytes: number;
  /** SHA-256 of the bytes, a blob of the run. */
  readonly blob: string;
}

const id = z.string().check(z.minLength(1), z.maxLength(100));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const fileName = z.string().check(z.minLength(1), z.maxLength(LIMITS.fileNameCharacters));
/** zod schema of the same. */
export const fileWrittenSchema = z.object({
  effectId: id,
  fileId: id,
  nodeId: id,
  round: z.int().check(z.minimum(0), z.maximum(10_000)),
  name: fileName,
  asked: z.optional(fileName),
  mediaType: z.enum(FILE_TYPES),
  bytes: z.int().check(z.nonnegative()),
  blob: hash,
});
