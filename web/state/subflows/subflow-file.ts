import { z } from 'zod/mini';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { heldFault } from './read-held.ts';
import { MAX_NAME_LENGTH, type SavedSubflow, type SubflowDraft } from './saved-subflow.ts';

/** Subflows of one's own as a file, `subflows.weft.json`: to another browser, to somebody else, or to keep. */

/** Of one browser, and of one file. */
export const MOST_SUBFLOWS = 300;
const VERSION = 1;

const fileSchema = z.object({
  weft: z.literal('subflows'),
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
  return `${JSON.stringify({ weft: 'subflows', version: VERSION, subflows: plain }, null, 2)}\n`;
}

/** Refused as a whole when anything in it is not what it says. */
export function readSubflows(text: string): SubflowsRead {
  if (text.length > LIMITS.flowFileBytes) return refused('it is larger than 32 MiB');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused('it is not JSON');
  }
  const read = fileSchema.safeParse(json);
  if (!read.success) return refused('it holds no subflows, or something in them is missing or too long');
  if (read.data.version > VERSION)
    return refused('a newer Weft has written it. Reload the page, then try again');
  const { subflows } = read.data;
  if (new Set(subflows.map(({ id }) => id)).size < subflows.length)
    return refused('two of its subflows are called the same inside the file');
  for (const { id, name, flow } of subflows) {
    const fault = heldFault(flow, id);
    if (fault !== null) return refused(`“${name}” cannot be read: ${fault}`);
  }
  return { ok: true, subflows };
}

function refused(why: string): SubflowsRead {
  const message = `This file was not opened: ${why}. Choose a file of subflows that Weft has exported.`;
  return { ok: false, error: weftError('invalid-config', message) };
}
