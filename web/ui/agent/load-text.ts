import type { RunFile } from '#shared/run/state.ts';
import type { Loaded } from '../../state/replay/run-page.svelte.ts';

/** A long text of the run by its hash; null when it is not to be had. */
export type LoadText = (hash: string) => Promise<string | null>;

interface FileOwner {
  readonly readFile: (
    file: Pick<RunFile, 'blob' | 'mediaType'>,
  ) => Promise<Loaded<{ readonly bytes: Uint8Array }>>;
}

/** Long texts of the run that somebody shows. */
export function loadTextOf(owner: FileOwner): LoadText {
  return async (hash) => {
    const read = await owner.readFile({ blob: hash, mediaType: 'text/plain' });
    return read.ok ? new TextDecoder().decode(read.bytes) : null;
  };
}
