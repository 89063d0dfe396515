import { weftError, type WeftError } from '#shared/run/errors.ts';
import { distinctFileName, fileNameKey } from '#shared/run/file-name.ts';
import type { Answer } from './answer-command.ts';
import { appendFacts, endedError, pausedError } from './append-facts.ts';
import { nondeterministic } from './command-call.ts';
import { fullError, leaseOf, runFull, staleEpoch } from './command-host.ts';
import type { FileRecord } from './file-record.ts';
import type { Placed, Sender } from './handle-command.ts';
import { leaseNow } from './host-changes.ts';
import type { PictureLook } from './named-pictures.ts';
import type { RoomState, Turn } from './room-state.ts';
import { isOver } from './run-header.ts';

/**
 * Writes a file of the run. An effect that has written is acknowledged and nothing more happens; one that comes with other
 * content is refused [FI1]. A node that writes a name again makes a new version of its file; the name of another node's
 * file is given a number [FI2].
 */
export function putFile(
  state: RoomState,
  turn: Turn,
  command: Placed<'file.put'>,
  { grant, pictures }: Sender,
): Answer {
  const { data } = command;
  if (state.header === null || isOver(state.header)) return { error: endedError() };
  if (leaseOf(state, data.epoch, grant, command) === null)
    return { error: staleEpoch(), lease: leaseNow(state) };
  const known = state.files.get(data.effectId);
  if (known) return isSame(known, data) ? { seq: known.seq } : { error: nondeterministic(data.nodeId) };
  if (state.header.phase !== 'running') return { error: pausedError() };
  const bytes = sizeOf(state, data.blob, pictures);
  if (bytes === undefined)
    return {
      error: weftError('blob-missing', 'The file has to be uploaded first.', { nodeIds: [data.nodeId] }),
    };
  const written = recordOf(state, data, bytes, state.header.head + 1);
  const error =
    fullOfFiles(state, bytes) ?? fullError(state, 1) ?? tell(state, turn, written, data, grant.personId);
  if (error) return { error };
  state.files.set(written.effectId, written);
  turn.files.add(written.effectId);
  return { seq: written.seq };
}

/** Of a blob of the run, or of a picture, which lies with the flow. */
function sizeOf({ blobs, pictures }: RoomState, hash: string, { kept }: PictureLook): number | undefined {
  const named = pictures.get(hash) ?? 0;
  return blobs.get(hash) ?? (named > 0 ? named : kept.get(hash));
}

type Wish = Placed<'file.put'>['data'];

const isSame = (known: FileRecord, { nodeId, name, mediaType, blob }: Wish): boolean =>
  known.nodeId === nodeId && known.asked === name && known.mediaType === mediaType && known.blob === blob;

function recordOf({ files }: RoomState, wish: Wish, bytes: number, seq: number): FileRecord {
  const { effectId, nodeId, mediaType, blob } = wish;
  const content = { effectId, nodeId, mediaType, blob, bytes, asked: wish.name, seq };
  const all = [...files.values()];
  const key = fileNameKey(wish.name);
  const before = all.findLast((file) => file.nodeId === nodeId && fileNameKey(file.asked) === key);
  if (before) return { ...content, fileId: before.fileId, name: before.name, version: before.version + 1 };
  const taken = new Set(all.map((file) => fileNameKey(file.name)));
  const name = distinctFileName(wish.name, (candidate) => taken.has(candidate));
  return { ...content, fileId: effectId, name, version: 1 };
}

function tell(
  state: RoomState,
  turn: Turn,
  { seq: _seq, version, asked, ...written }: FileRecord,
  { round, epoch }: Wish,
  by: string,
): WeftError | null {
  const data = { ...written, round, ...(asked === written.name ? {} : { asked }) };
  const fact =
    version === 1
      ? ({ type: 'file.created', data } as const)
      : ({ type: 'file.updated', data: { ...data, version } } as const);
  return appendFacts(state, turn, [fact], { by, epoch });
}

function fullOfFiles({ files, config }: RoomState, bytes: number): WeftError | null {
  const { filesPerRun, fileBytesPerRun } = config.limits;
  if (files.size >= filesPerRun) return runFull('files', filesPerRun);
  const kept = [...files.values()].reduce((sum, file) => sum + file.bytes, 0);
  if (kept + bytes <= fileBytesPerRun) return null;
  const mib = Math.floor(fileBytesPerRun / (1024 * 1024));
  return weftError(
    'run-full',
    `The files of a run may have ${mib} MiB in all. Write smaller ones, or fewer.`,
  );
}
