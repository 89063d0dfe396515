import type { RunFile } from '#shared/run/state.ts';
import type { Loaded } from '../replay/run-page.svelte.ts';

/** Where the bytes of a run's files come from: texts and pictures are kept apart. */
export interface FileReaders {
  readonly text: (hash: string) => Promise<Loaded<{ readonly text: string }>>;
  readonly picture: (hash: string) => Promise<Loaded<{ readonly bytes: Uint8Array }>>;
}

/** The bytes of a file as it stands in `file`. */
export async function readFile(
  file: Pick<RunFile, 'blob' | 'mediaType'>,
  readers: FileReaders,
): Promise<Loaded<{ readonly bytes: Uint8Array }>> {
  if (file.mediaType.startsWith('image/')) return readers.picture(file.blob);
  const answer = await readers.text(file.blob);
  return answer.ok ? { ok: true, bytes: new TextEncoder().encode(answer.text) } : answer;
}
