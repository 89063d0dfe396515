import type { FileVersion, RunFile, RunState } from './state.ts';

/** What an effect wrote; null when it has not written. */
export function findWriting(
  run: Pick<RunState, 'files'>,
  effectId: string,
): { readonly file: RunFile; readonly version: FileVersion } | null {
  for (const file of run.files)
    for (const version of file.versions) if (version.effectId === effectId) return { file, version };
  return null;
}
