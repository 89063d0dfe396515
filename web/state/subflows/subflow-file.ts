import { z } from 'zod/mini';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { ownFileText, readOwnFile, refusedFile } from '../own-file.ts';
import { heldFault } from './read-held.ts';
import { MAX_NAME_LENGTH, type SavedSubflow, type SubflowDraft } from './saved-subflow.ts';

/** Subflows of one's own as a file, `subflows.weft.json`: to another browser, to somebody else, or to keep. */

/** Of one browser, and of one file. */
export const MOST_SUBFLOWS = 300;
const VERSION = 1;
const THINGS = 'subflows';

const fileSchema = z.object({
  weft: z.literal(THINGS),
  version: z.number(),
  subflows: z
    .array(
      z.object({
        id: z.string().check(z.minLength(1), z.maxLength(100)),
        name: z.string().check(z.minLength(1), z.maxLength(MAX_NAME_LENGTH)),
        // The text that a step holds, as in a flow file.
        flow: z.string(),
      }),
    )
    .check(z.maxLength(MOST_SUBFLOWS)),
});

/** A subflow of a file: its id comes along, so that who gets it again has it once. */
export type SubflowInFile = SubflowDraft & Pick<SavedSubflow, 'id'>;

export type SubflowsRead =
  | { readonly ok: true; readonly subflows: readonly SubflowInFile[] }
  | { readonly ok: false; readonly error: WeftError };

export function subflowsText(subflows: readonly SubflowInFile[]): string {
  const plain = subflows.map(({ id, name, flow }) => ({ id, name, flow }));
  return ownFileText(THINGS, VERSION, plain);
}

/** Refused as a whole when anything in it is not what it says. */
export function readSubflows(text: string): SubflowsRead {
  if (text.length > LIMITS.flowFileBytes) return refusedFile(THINGS, 'it is larger than 32 MiB');
  const read = readOwnFile(text, { things: THINGS, version: VERSION, schema: fileSchema });
  if (!read.ok) return read;
  const { subflows } = read.data;
  if (new Set(subflows.map(({ id }) => id)).size < subflows.length)
    return refusedFile(THINGS, 'two of its subflows are called the same inside the file');
  for (const { id, name, flow } of subflows) {
    const fault = heldFault(flow, id);
    if (fault !== null) return refusedFile(THINGS, `“${name}” cannot be read: ${fault}`);
  }
  return { ok: true, subflows };
}
