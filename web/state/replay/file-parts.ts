import { weftError } from '#shared/run/errors.ts';
import { nodeOutputSchema, type NodeOutput } from '#shared/run/output.ts';
import { findCall } from '#shared/run/select.ts';
import type { NodeState } from '#shared/run/state.ts';
import { weighPictures } from '#shared/run/weigh-pictures.ts';
import type { RunToKeep } from '../run/run-to-keep.ts';
import { runFileText, type RunFile } from './run-file.ts';
import type { Loaded } from './run-page.svelte.ts';

/** What a run's file holds besides its log, as the page of a run asks for it. `file` null = there is no file. */

export function textInFile(file: RunFile | null, hash: string): Loaded<{ readonly text: string }> {
  const text = file?.texts.get(hash);
  return text === undefined ? { ok: false, error: NOT_IN_FILE } : { ok: true, text };
}

export function pictureInFile(
  file: RunFile | null,
  hash: string,
): Loaded<{ readonly bytes: Uint8Array; readonly mediaType: string }> {
  const picture = file?.pictures.get(hash);
  return picture === undefined ? { ok: false, error: NO_PICTURE_IN_FILE } : { ok: true, ...picture };
}

/** @param state the node whose output it is, as the log has it */
export function outputInFile(
  file: RunFile | null,
  state: NodeState | null,
): Loaded<{ readonly output: NodeOutput }> {
  const ref = state?.output;
  const end = state && ref?.kind === 'call' ? findCall(state, ref.callId)?.end : null;
  if (end?.image !== undefined) return { ok: true, output: { image: end.image } };
  const text = end?.text;
  const hash = ref?.kind === 'blob' ? ref.hash : text?.kind === 'blob' ? text.hash : null;
  const found = textInFile(file, hash ?? '');
  if (!found.ok) return found;
  if (ref?.kind === 'call') return { ok: true, output: { text: found.text } };
  const output = nodeOutputSchema.safeParse(JSON.parse(found.text));
  return output.success ? { ok: true, output: output.data } : { ok: false, error: NOT_IN_FILE };
}

/** The file once more, word for word, or without its pictures. */
export function keptInFile(file: RunFile | null, text: string): Pick<RunToKeep, 'weigh' | 'text'> {
  const isBare = file === null || file.pictures.size === 0;
  const bare = () => (isBare ? text : runFileText({ ...file, pictures: new Map() }));
  return {
    weigh: async () => ({
      textBytes: new TextEncoder().encode(bare()).byteLength,
      ...weighPictures([...(file?.pictures.values() ?? [])].map(({ bytes }) => bytes.byteLength)),
    }),
    text: async ({ pictures }) => (pictures ? text : bare()),
  };
}

const NOT_IN_FILE = weftError(
  'blob-missing',
  'This output is not in the file. Ask for a new export of the run.',
);
const NO_PICTURE_IN_FILE = weftError(
  'blob-missing',
  'This picture is not in the file. Ask for an export of the run with its pictures.',
);
