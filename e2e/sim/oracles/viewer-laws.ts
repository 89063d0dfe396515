import type { Delta, ServerMessage, SubscriptionFilter } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { answerTo } from '../relay/scripted-model.ts';
import type { Witness } from './law-broken.ts';
import type { RunRecord } from './run-record.ts';

/** What one connection has been sent of its run. */
export interface StreamReading {
  readonly runId: string;
  readonly tab: string;
  /** Through which entry; null = not subscribed yet. */
  through: number | null;
  /** What it last asked to be told. */
  asked: Asked | null;
  filter: SubscriptionFilter | undefined;
  /** Of the flow's room, not of a run's. */
  readonly isOfFlow: boolean;
  /** Frames that it may still be sent, as if the room had heard at once what it has confirmed. */
  credit: number;
  readonly creditFrames: number;
  /** Frames that it has confirmed since it last asked. */
  confirmed: number;
  readonly texts: Map<string, string>;
  /** Who it belongs to; null before it was greeted. */
  personId: string | null;
  /** Calls whose end this connection has been sent. */
  readonly ended: Set<string>;
}

interface Asked {
  readonly after: number;
  readonly filter: SubscriptionFilter | undefined;
}

export function newStreamReading(runId: string, tab: string, creditFrames: number): StreamReading {
  return {
    ...{ runId, tab, creditFrames, through: null, asked: null, filter: undefined, credit: 0, confirmed: 0 },
    ...{ texts: new Map(), personId: null, ended: new Set(), isOfFlow: runId.startsWith('flow-') },
  };
}

/** The room has got a frame. */
export function hear(stream: StreamReading, text: string): void {
  if (stream.isOfFlow || !/"(subscribe|credit)"/.test(text)) return;
  const { type, data } = JSON.parse(text) as { type: string; data: Asked & { readonly frames: number } };
  if (type === 'subscribe') {
    stream.asked = data;
    stream.confirmed = 0;
  }
  if (type !== 'credit') return;
  stream.confirmed += data.frames;
  stream.credit += data.frames;
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
      stream.through = stream.asked?.after ?? null;
      stream.filter = stream.asked?.filter;
      stream.credit = stream.creditFrames + stream.confirmed;
      return checkDeltas(witness, record, stream, message.data.partials, now);
    case 'entries':
      pay(witness, stream);
      return checkEntries(witness, record, stream, message.data, storedHead);
    case 'delta':
      pay(witness, stream);
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
  if (stream.filter === undefined) checkContiguous(witness, record, stream, entries, through);
  else checkFiltered(witness, record, stream, entries, through);
  stream.through = through;
  for (const entry of entries) if (entry.type === 'call.ended') stream.ended.add(entry.data.callId);
  tell(witness, record, through, storedHead, 'a frame');
}

function checkContiguous(
  witness: Witness,
  record: RunRecord,
  { through: before, tab }: StreamReading,
  entries: readonly LogEntry[],
  through: number,
): void {
  const first = entries[0]?.seq ?? through + 1;
  if (before !== null && first !== before + 1)
    witness.broken('RM3', `${tab} is sent #${first} after #${before}`);
  checkSameAsLog(witness, record, entries, tab);
}

/** All that passes and nothing else, and it is said how far that goes. */
function checkFiltered(
  witness: Witness,
  { entries: log, json }: RunRecord,
  { through: before, tab, filter = {} }: StreamReading,
  entries: readonly LogEntry[],
  through: number,
): void {
  const after = before ?? 0;
  if (through <= after) witness.broken('RV4', `${tab} is told of #${through} after #${after}`);
  const passing = log.slice(after, through).filter((entry) => passes(filter, entry));
  const wanted = passing.map(({ seq }) => json[seq - 1]);
  if (wanted.join() !== entries.map((entry) => JSON.stringify(entry)).join())
    witness.broken(
      'RV4',
      `${tab} is sent ${entries.map(({ seq }) => seq)} of #${after} to #${through}, ${passing.map(({ seq }) => seq)} pass`,
    );
}

function passes({ types, nodeIds }: SubscriptionFilter, { type, data }: LogEntry): boolean {
  const nodeId = 'nodeId' in data ? data.nodeId : undefined;
  return (types?.includes(type) ?? true) && (nodeId === undefined || (nodeIds?.includes(nodeId) ?? true));
}

/** Nobody is sent more than they have room for. */
function pay(witness: Witness, stream: StreamReading): void {
  stream.credit -= 1;
  if (stream.credit < 0)
    witness.broken(
      'RV2',
      `${stream.tab} is sent a frame more than the ${stream.creditFrames} it has confirmed`,
    );
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
    if (!isWanted(stream.filter ?? {}, delta))
      witness.broken('RV4', `${stream.tab} is sent text of ${delta.nodeId}, which it has left out`);
    checkText(witness, record, delta, known + delta.text, stream.tab);
    stream.texts.set(name, known + delta.text);
    if (delta.channel === 'text') noteTold(record, delta.callId, known.length + delta.text.length, now);
  }
}

const isWanted = ({ types, nodeIds }: SubscriptionFilter, { nodeId }: Delta): boolean =>
  (types?.includes('delta') ?? true) && (nodeIds?.includes(nodeId) ?? true);

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
