import { z } from 'zod/mini';
import { FLOW_FORMAT_VERSION } from '#shared/graph/document.ts';
import { foreignFormat } from '#shared/graph/foreign-format.ts';
import { loadFlow, type LoadResult, type Repair } from '#shared/graph/load.ts';
import { jsonFault } from '#shared/json-fault.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { CLIP_VERSION, type Clip } from './clip.ts';

/** Reads what comes from elsewhere: files and clipboards. Fetched after the editor stands (load-reading.ts). */

export type ClipResult =
  | { readonly ok: true; readonly clip: Clip; readonly repairs: readonly Repair[] }
  | { readonly ok: false; readonly error: WeftError };

/** The text of a `.flow.json` as a flow; refused with the reason and the place when it is none. */
export function readFlowFile(text: string): LoadResult {
  if (text.length > LIMITS.flowFileBytes)
    return {
      ok: false,
      error: weftError('not-a-flow', 'This file is too large to be a flow (over 32 MiB).'),
    };
  const fault = jsonFault(text);
  if (fault === null) return loadFlow(JSON.parse(text));
  const place = `line ${fault.line}, column ${fault.column}`;
  const message = `This file is not a flow: it is not JSON from ${place} on. Choose a .flow.json file.`;
  return { ok: false, error: weftError('not-a-flow', message) };
}

const envelopeSchema = z.object({ weft: z.literal('clip'), version: z.number() });

/** Reads a clip, or a whole flow file; anything else is refused with what it seems to be. */
export function readClip(text: string): ClipResult {
  if (text.length > LIMITS.flowFileBytes) return refuse('The clipboard holds too much to be Weft steps.');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse(
      'The clipboard holds plain text, not steps. Copy steps in Weft, or a flow file, and paste again.',
    );
  }
  const foreign = foreignFormat(json) ?? stepless(json);
  if (foreign !== null) return refuse(`This is ${foreign}. Weft reads its own steps and flow files only.`);
  const envelope = envelopeSchema.safeParse(json);
  if (envelope.success && envelope.data.version > CLIP_VERSION)
    return refuse('These steps were copied from a newer Weft. Reload the page, then paste again.');
  const input = envelope.success
    ? { ...(json as object), formatVersion: FLOW_FORMAT_VERSION, id: 'clip', name: 'Clip' }
    : json;
  const loaded = loadFlow(input);
  if (!loaded.ok) return loaded;
  const { nodes, edges } = loaded.document;
  return { ok: true, clip: { nodes, edges }, repairs: loaded.repairs };
}

function refuse(message: string): ClipResult {
  return { ok: false, error: weftError('not-a-flow', message) };
}

/** What JSON is in which there are no steps; null when there may be some. */
function stepless(json: unknown): string | null {
  if (Array.isArray(json)) return 'a list, not a flow';
  if (typeof json !== 'object' || json === null) return 'JSON that holds no steps';
  return Object.hasOwn(json, 'weft') || Object.hasOwn(json, 'nodes') ? null : 'JSON that holds no steps';
}
