import type { Delta, ServerMessage } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { answerTo } from '../relay/sim-provider.ts';
import type { Witness } from './law-broken.ts';
import type { RunRecord } from './run-record.ts';

/** What one connection has been sent of its run. */
export interface StreamReading {
  readonly runId: string;
  readonly tab: string;
  /** Through which entry; null = not subscribed yet. */
  through: number | null;
  /** After which entry it last asked to be told. */
  askedAfter: number | null;
  readonly texts: Map<string, string>;
  /** Who it belongs to; null before it was greeted. */
  personId: string | null;
  /** Calls whose end this connection has been sent. */
  readonly ended: Set<string>;
}

export function newStreamReading(runId: string, tab: string): StreamReading {
  return { runId, tab, through: null, askedAfter: null, texts: new Map(), personId: null, ended: new Set() };
}

/**
 * A frame that leaves the room for a connection: entries are the log's, without gap or repetition; a text grows at its
 * end, and not after its call has ended. @param storedHead the last entry on disk.
 */
export function checkFrame(
  witness: Witness,
  record: RunRecord,
  stream: StreamReading,
  message: ServerMessage,
  storedHead: number,
  now: number,
): void {
  switch (message.type) {
    case 'subscribed':
      stream.texts.clear();
      stream.through = stream.askedAfter;
      return checkDeltas(witness, record, stream, message.data.partials, now);
    case 'entries':
      return checkEntries(witness, record, stream, message.data, storedHead);
    case 'delta':
      return checkDeltas(witness, record, stream, message.data.deltas, now);
    case 'ack':
      return tell(witness, record, message.data.seq ?? 0, storedHead, `ack ${message.data.n}`);
    default:
  }
}

/** Somebody outside is told that the log goes up to here: then it is on disk, and stays. */
export function tell(witness: Witness, record: RunRecord, seq: number, storedHead: number, by: string): void {
  record.told = Math.max(record.told, seq);
  if (seq > storedHead) witness.broken('RM1', `${by} tells of #${seq}, on disk is #${storedHead}`);
}

function checkEntries(
  witness: Witness,
  record: RunRecord,
  stream: StreamReading,
  { entries, through }: { readonly entries: readonly LogEntry[]; readonly through: number },
  storedHead: number,
): void {
  const first = entries[0]?.seq ?? through + 1;
  if (stream.through !== null && first !== stream.through + 1)
    witness.broken('RM3', `${stream.tab} is sent #${first} after #${stream.through}`);
  checkSameAsLog(witness, record, entries, stream.tab);
  stream.through = through;
  for (const entry of entries) if (entry.type === 'call.ended') stream.ended.add(entry.data.callId);
  tell(witness, record, through, storedHead, 'a frame');
}

/** What is told is what the log holds, number by number. */
export function checkSameAsLog(
  witness: Witness,
  record: RunRecord,
  entries: readonly LogEntry[],
  reader: string,
): void {
  let expected = entries[0]?.seq ?? 0;
  for (const entry of entries) {
    if (entry.seq !== expected)
      witness.broken('RM3', `${reader} gets #${entry.seq} where #${expected} comes next`);
    expected = entry.seq + 1;
    if (record.json[entry.seq - 1] !== JSON.stringify(entry))
      witness.broken('RM3', `${reader} gets another #${entry.seq} than the log's`);
  }
}

function checkDeltas(
  witness: Witness,
  record: RunRecord,
  stream: StreamReading,
  deltas: readonly Delta[],
  now: number,
): void {
  for (const delta of deltas) {
    const name = `${delta.callId}/${delta.channel}`;
    const known = stream.texts.get(name) ?? '';
    if (stream.ended.has(delta.callId))
      witness.broken('RL3', `${stream.tab} is sent text of a call that has ended`);
    if (delta.offset !== known.length)
      witness.broken('RV3', `${stream.tab} is sent text from ${delta.offset} and has ${known.length}`);
    checkText(witness, record, delta, known + delta.text, stream.tab);
    stream.texts.set(name, known + delta.text);
    if (delta.channel === 'text') noteTold(record, delta.callId, known.length + delta.text.length, now);
  }
}

function noteTold({ toldTexts }: RunRecord, callId: string, length: number, at: number): void {
  const told = toldTexts.get(callId) ?? [];
  toldTexts.set(callId, told);
  if ((told.at(-1)?.length ?? 0) < length) told.push({ at, length });
}

/** Text so far is a beginning of what the provider says in the end. */
export function checkText(
  witness: Witness,
  { calls }: RunRecord,
  { callId, channel }: Delta,
  text: string,
  reader: string,
): void {
  const question = calls.get(callId)?.question ?? null;
  if (question === null || channel !== 'text') return;
  if (!answerTo(question).startsWith(text)) witness.broken('RL3', `${reader} reads what was never said`);
}
