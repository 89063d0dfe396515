import type { LogEntry } from '#shared/run/events.ts';
import type { Witness } from './law-broken.ts';
import type { BlobText } from './read-entry.ts';
import { isGiven, plannedNode, type FileReading, type RunRecord } from './run-record.ts';

/** Files: each effect writes once, while its node runs, bytes that are there; no two files have one name. */
export function checkFile(witness: Witness, record: RunRecord, entry: LogEntry, blob: BlobText): void {
  if (entry.type === 'execution.node.completed') return checkKept(witness, record, entry);
  if (entry.type !== 'file.created' && entry.type !== 'file.updated') return;
  const { files, starts, header } = record;
  const { effectId, fileId, nodeId, round, name, bytes } = entry.data;
  const place = `${name} of ${nodeId}/${round} (#${entry.seq})`;
  if (files.some((file) => file.effectId === effectId)) witness.broken('FI1', `${place} is written twice`);
  if (!starts.has(`${nodeId}/${round}`))
    witness.broken('HO1', `${place} is written before its node is recorded as running`);
  if (header.phase !== 'running') witness.broken('FI3', `${place} is written while ${header.phase}`);
  const text = blob(entry.data.blob);
  if (text === undefined) witness.broken('FI1', `${place} has no bytes`);
  else if (new TextEncoder().encode(text).length !== bytes) witness.broken('FI1', `${place} has other bytes`);
  const same = files.filter((file) => file.fileId === fileId);
  const version = entry.type === 'file.created' ? 1 : entry.data.version;
  if (version !== same.length + 1 || same.some((file) => file.nodeId !== nodeId || file.name !== name))
    witness.broken('FI2', `${place} is version ${version} after ${same.length}`);
  const isTaken = (file: FileReading) =>
    file.fileId !== fileId && file.name.toLowerCase() === name.toLowerCase();
  if (files.some(isTaken)) witness.broken('FI2', `${place} has the name of another file`);
}

/** A node that keeps a file has kept it when it says that it is done, whatever the cache knows. */
function checkKept(
  witness: Witness,
  record: RunRecord,
  { data, seq }: Extract<LogEntry, { type: 'execution.node.completed' }>,
): void {
  const { files } = record;
  const node = plannedNode(record, data.nodeId);
  if (node?.type !== 'fileOutput' || isGiven(node)) return;
  const count = files.filter(({ nodeId, round }) => nodeId === data.nodeId && round === data.round).length;
  if (count !== 1) witness.broken('FI1', `${data.nodeId} is done with ${count} files (#${seq})`);
}
