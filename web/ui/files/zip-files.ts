import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { WeftError } from '#shared/run/errors.ts';
import type { RunFile } from '#shared/run/state.ts';

export type ReadFile = (
  file: RunFile,
) => Promise<
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly error: WeftError }
>;

export type ZipOutcome =
  | { readonly ok: true; readonly zip: Blob }
  | { readonly ok: false; readonly name: string; readonly error: WeftError };

/**
 * Files as one zip. One after another is read and packed, so that the page stays awake; pictures are packed already and
 * only stored. Names are those of the run: no two are the same. Without one of the files there is no zip.
 * @param onPacked how many files are in it so far
 */
export async function zipFiles(
  files: readonly RunFile[],
  read: ReadFile,
  onPacked: (count: number) => void,
): Promise<ZipOutcome> {
  const parts: BlobPart[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part as Uint8Array<ArrayBuffer>);
  });
  for (const [index, file] of files.entries()) {
    const answer = await read(file);
    if (!answer.ok) return { ok: false, name: file.name, error: answer.error };
    const isPacked = file.mediaType.startsWith('image/');
    const entry = isPacked ? new ZipPassThrough(file.name) : new ZipDeflate(file.name, { level: 6 });
    entry.mtime = file.at;
    zip.add(entry);
    entry.push(answer.bytes, true);
    onPacked(index + 1);
  }
  zip.end();
  return { ok: true, zip: new Blob(parts, { type: 'application/zip' }) };
}
