import type { FactOf } from './events.ts';
import type { FileVersion, RunFile } from './state.ts';

export type FileFact = FactOf<'file.created' | 'file.updated'>;

/** The run's files after one of them was written. What was written before by the same effect changes nothing. */
export function withFile(files: readonly RunFile[], fact: FileFact, at: number): readonly RunFile[] {
  const { fileId, nodeId, name, effectId, round, asked, mediaType, bytes, blob } = fact.data;
  const written: FileVersion = {
    ...{ effectId, round, mediaType, bytes, blob, at },
    ...(asked === undefined ? {} : { asked }),
  };
  const newest = { mediaType, bytes, blob, at };
  const position = files.findIndex((file) => file.fileId === fileId);
  const file = files[position];
  if (fact.type === 'file.created')
    return file === undefined
      ? [...files, { fileId, nodeId, name, version: 1, ...newest, versions: [written] }]
      : files;
  const { version } = fact.data;
  if (file === undefined || version <= file.version) return files;
  return files.with(position, { ...file, ...newest, version, versions: [...file.versions, written] });
}
