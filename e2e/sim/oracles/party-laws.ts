import type { RunSummary } from '#shared/protocol/messages.ts';
import type { FlowServerMessage } from '#shared/protocol/flow-messages.ts';
import type { ServerMessage } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { RunHeader } from '../../../relay/core/run-header.ts';
import type { StoreBatch } from '../../../relay/core/step.ts';
import type { BranchWish, EngineBatch } from '../../../web/engine/api.ts';
import type { ProviderRequest } from '../relay/sim-provider.ts';
import { checkAdvice, checkCall, forgetUnkept } from './call-laws.ts';
import { AGENT_TYPES, checkAgent } from './agent-laws.ts';
import { ASKING_TYPES, checkApproval } from './approval-laws.ts';
import { checkNumbers, checkRevoked, checkWelcome, type ConnectionScope } from './connection-laws.ts';
import { checkFile } from './file-laws.ts';
import { checkIterations, CONTAINER_TYPES } from './iteration-laws.ts';
import type { Witness } from './law-broken.ts';
import { checkEntry, checkHeader, type RolesOf } from './log-laws.ts';
import { checkNode } from './node-laws.ts';
import { checkFold, checkPage, newPageReading, type PageReading } from './page-laws.ts';
import { checkPlanner } from './planner-laws.ts';
import { readEntry } from './read-entry.ts';
import { checkList, checkRunBranch, checkWish } from './run-branch-laws.ts';
import { newRunRecord, plannedNode, type RunRecord } from './run-record.ts';
import { blindnessOf, checkPeople, lackOf, type Gathering } from './together-laws.ts';
import {
  checkFrame,
  checkSameAsLog,
  hear,
  newStreamReading,
  tell,
  type StreamReading,
} from './viewer-laws.ts';

export interface PartyLawsOptions {
  readonly witness: Witness;
  readonly rolesOf: RolesOf;
  /** The last entry on a run's disk. */
  readonly storedHead: (runId: string) => number;
  /** When a write failed last, virtual time in ms; 0 = never. */
  readonly storageFailedAt: () => number;
  /** Virtual time, ms. */
  readonly now: () => number;
  /** Bytes that must never be seen outside the provider. */
  readonly canary: string;
  /** The host that a tab can be; null for whoever must never be one. */
  readonly hostOf: (tab: string) => string | null;
  /** The one run that a tab may see; null = all of the flow's. */
  readonly runOf: (tab: string) => string | null;
  /** Whose tab it is; null for whoever comes without Weft. */
  readonly personOf: (tab: string) => string | null;
  /** Frames that a reader may be sent beyond those it has confirmed. */
  readonly creditFrames: number;
  /** Calls of one provider at once in a run, by this relay's configuration. */
  readonly callsPerProvider: number;
  readonly isOpen: (connectionId: string) => boolean;
}

/** All laws over all runs, asked at everything that happens. */
export interface PartyLaws {
  readonly records: ReadonlyMap<string, RunRecord>;
  readonly pages: ReadonlyMap<string, PageReading>;
  readonly batch: (runId: string, batch: StoreBatch) => void;
  readonly blob: (hash: string, bytes: Uint8Array) => void;
  readonly woke: (runId: string, header: RunHeader | null, log: readonly string[]) => void;
  readonly header: (runId: string, header: RunHeader | null) => void;
  readonly sender: (connectionId: string | null) => void;
  /** A room has got a frame. */
  readonly heard: (connectionId: string, text: string) => void;
  readonly killed: (runId: string | null) => void;
  /** A link is over from then on, and somebody knows it. */
  readonly revoked: (personId: string, at: number) => void;
  readonly frame: (connectionId: string, text: string) => void;
  readonly answer: (tab: string, path: string, text: string) => void;
  readonly request: (request: ProviderRequest) => void;
  readonly connected: (connectionId: string, runId: string, tab: string, ticketId: string) => void;
  readonly follows: (tab: string, runId: string) => void;
  readonly page: (tab: string, batch: EngineBatch) => void;
  /** Somebody has begun a branch and heard that it goes on. */
  readonly branched: (runId: string, wish: BranchWish) => void;
  /** A page has been told which runs there are. */
  readonly listed: (runs: readonly RunSummary[]) => void;
  /** Everybody has the whole of what they follow, and sees the others. */
  readonly isWhole: (gathering: Gathering) => boolean;
  /** What can be asked only when all is over. */
  readonly finish: (gathering: Gathering) => void;
}

interface Scope extends PartyLawsOptions, ConnectionScope {
  readonly records: Map<string, RunRecord>;
  readonly blobs: Map<string, string>;
  readonly streams: Map<string, StreamReading>;
  readonly pages: Map<string, PageReading>;
  /** Requests that reached the provider, by question. */
  readonly requests: Map<string, number>;
  readonly moods: Map<string, ProviderRequest['mood']>;
  /** Output hashes by cache key: the same inputs have the same output, whoever runs them and however often. */
  readonly outputs: Map<string, string>;
  /** When the relay or a room was killed last, virtual time in ms; 0 = never. */
  killedAt: number;
  sender: string | null;
}

export function createPartyLaws(options: PartyLawsOptions): PartyLaws {
  const scope: Scope = {
    ...options,
    ...{ records: new Map(), blobs: new Map(), streams: new Map(), pages: new Map() },
    ...{
      requests: new Map(),
      moods: new Map(),
      outputs: new Map(),
      tickets: new Map(),
      revokedAt: new Map(),
      admitted: new Map(),
      outOfTurn: new Map(),
      sender: null,
      killedAt: 0,
    },
  };
  const { records, streams, pages, witness } = scope;
  return Object.freeze({
    ...{ records, pages },
    batch: (runId: string, batch: StoreBatch) => takeBatch(scope, recordOf(scope, runId), batch),
    blob: (hash: string, bytes: Uint8Array) => void scope.blobs.set(hash, new TextDecoder().decode(bytes)),
    woke: (runId: string, header: RunHeader | null, log: readonly string[]) =>
      reread(scope, recordOf(scope, runId), header, log),
    header(runId: string, header: RunHeader | null) {
      if (header !== null) checkHeader(witness, recordOf(scope, runId), header);
    },
    sender(connectionId: string | null) {
      scope.sender = connectionId;
    },
    frame: (connectionId: string, text: string) => takeFrame(scope, connectionId, text),
    answer: (tab: string, path: string, text: string) => takeAnswer(scope, tab, path, text),
    request: (request: ProviderRequest) => takeRequest(scope, request),
    connected(connectionId: string, runId: string, tab: string, ticketId: string) {
      streams.set(connectionId, newStreamReading(runId, tab, options.creditFrames));
      scope.tickets.set(connectionId, ticketId);
    },
    heard(connectionId: string, text: string) {
      const stream = streams.get(connectionId);
      if (stream !== undefined) hear(stream, text);
    },
    killed(runId: string | null) {
      scope.killedAt = scope.now();
      for (const record of records.values())
        if (runId === null || record.runId === runId)
          forgetUnkept(record, scope.now(), scope.storageFailedAt());
    },
    revoked: (personId: string, at: number) => void scope.revokedAt.set(personId, at),
    follows(tab: string, runId: string) {
      const name = `${tab} ${runId}`;
      const known = pages.get(name);
      // Followed again: the page keeps what it has folded, and hears it once more.
      if (known) known.mayRepeat = true;
      else pages.set(name, newPageReading(tab, runId));
    },
    page(tab: string, batch: EngineBatch) {
      for (const page of pages.values())
        if (page.tab === tab) checkPage(witness, recordOf(scope, page.runId), page, batch);
    },
    branched: (runId: string, wish: BranchWish) => checkWish(witness, records.get(runId), wish),
    listed: (runs: readonly RunSummary[]) => checkList(witness, records, runs),
    isWhole: (gathering: Gathering) => lackOf(scope, gathering) === null && blindnessOf(gathering) === null,
    finish(gathering: Gathering) {
      for (const page of pages.values()) checkFold(witness, recordOf(scope, page.runId), page);
      const lack = lackOf(scope, gathering);
      if (lack !== null) witness.broken('LV2', lack);
      const blindness = blindnessOf(gathering);
      if (blindness !== null) witness.broken('LV3', blindness);
    },
  });
}

function recordOf(scope: Scope, runId: string): RunRecord {
  const record = scope.records.get(runId) ?? newRunRecord(runId);
  scope.records.set(runId, record);
  return record;
}

function takeBatch(scope: Scope, record: RunRecord, batch: StoreBatch): void {
  for (const { hash, text } of batch.blobs) scope.blobs.set(hash, text);
  for (const { clientId, n } of batch.clients) record.clients.set(clientId, n);
  record.hostClient = batch.header.hostClient;
  for (const { entry, json } of batch.entries) {
    // A batch that could not be written is written again.
    if (record.json[entry.seq - 1] === json) continue;
    noLeak(scope, json, `entry #${entry.seq}`);
    checkSender(scope, record, entry);
    checkEntry(scope.witness, record, entry, scope.rolesOf);
    checkNode(scope.witness, record, entry);
    checkCall(scope.witness, record, entry, scope.callsPerProvider);
    checkIterations(scope.witness, record, entry);
    checkPlanner(scope.witness, record, entry);
    checkFile(scope.witness, record, entry, (hash) => scope.blobs.get(hash));
    checkApproval(scope.witness, record, entry);
    checkAgent(scope.witness, record, entry, (hash) => scope.blobs.get(hash));
    checkOutput(scope, record, entry);
    readEntry(record, entry, json, (hash) => scope.blobs.get(hash));
    checkRunBranch({ ...scope, blob: (hash) => scope.blobs.get(hash) }, record, entry);
    scope.witness.note(() => `  ${record.runId.slice(0, 4)} ${lineOf(entry)}`);
    if (entry.type === 'call.ended') lookUpMood(scope, record, entry.data.callId);
  }
}

/** Host's facts come from the tab that has the lease, not only under its name. */
function checkSender({ witness, sender, streams, hostOf }: Scope, record: RunRecord, entry: LogEntry): void {
  const { header } = record;
  const tab = sender === null ? undefined : streams.get(sender)?.tab;
  if (entry.epoch === undefined || tab === undefined || hostOf(tab) === header.hostId) return;
  // Another worker of the same person that speaks before the host does is the host for the relay: nobody can tell.
  if (!record.hostHasSpoken) return;
  witness.broken('RM2', `${entry.type} #${entry.seq} comes from ${tab}, the host is ${header.hostId}`);
}

function checkOutput({ witness, outputs }: Scope, record: RunRecord, entry: LogEntry): void {
  if (entry.type !== 'execution.node.completed' || entry.data.cacheKey === null) return;
  const { cacheKey, outputHash, nodeId } = entry.data;
  const type = plannedNode(record, nodeId)?.type ?? '';
  // What agents come to depends on people, and on what others have noted.
  if (ASKING_TYPES.includes(type) || AGENT_TYPES.includes(type) || CONTAINER_TYPES.includes(type)) return;
  const known = outputs.get(cacheKey);
  if (known !== undefined && known !== outputHash)
    witness.broken('EX1', `${nodeId} comes to another output from the same inputs (#${entry.seq})`);
  outputs.set(cacheKey, outputHash);
}

function lookUpMood({ witness, moods }: Scope, { calls }: RunRecord, callId: string): void {
  const call = calls.get(callId);
  const mood = moods.get(callId);
  if (call !== undefined && mood !== undefined) checkAdvice(witness, mood, call);
}

/** The process is new: what was told must be on its disk, and nothing else than what was there. */
function reread(scope: Scope, record: RunRecord, header: RunHeader | null, log: readonly string[]): void {
  const { witness } = scope;
  record.hostHasSpoken = false;
  if (log.length < record.told)
    witness.broken('RM1', `told up to #${record.told}, after the kill there are ${log.length} entries`);
  if ((header?.head ?? 0) !== log.length)
    witness.broken('RM1', `the stored header says #${header?.head}, stored are ${log.length} entries`);
  if (log.some((json, index) => record.json[index] !== json))
    witness.broken('RM1', 'the stored log says something else than was written');
  if (log.length === record.json.length) return;
  const fresh = newRunRecord(record.runId);
  const { told, toldTexts, clients, hostClient } = record;
  Object.assign(fresh, { told, toldTexts, clients, hostClient });
  for (const json of log)
    readEntry(fresh, JSON.parse(json) as LogEntry, json, (hash) => scope.blobs.get(hash));
  scope.records.set(record.runId, fresh);
}

function takeFrame(scope: Scope, connectionId: string, text: string): void {
  noLeak(scope, text, 'a frame');
  const stream = scope.streams.get(connectionId);
  if (stream === undefined) return;
  const message = JSON.parse(text) as ServerMessage | FlowServerMessage;
  if (message.type === 'connection.ready') {
    stream.personId = message.data.personId;
    checkWelcome(scope, connectionId, stream);
  }
  checkRevoked(scope, stream.personId, stream.tab);
  if (message.type === 'presence') return checkPeople(scope.witness, scope.streams, message.data.people);
  if (stream.isOfFlow) return;
  const own = message as ServerMessage;
  if (own.type === 'ack') checkNumbers(scope, stream, own.data);
  const record = recordOf(scope, stream.runId);
  checkFrame(scope.witness, record, stream, own, scope.storedHead(stream.runId), scope.now());
}

function takeAnswer(scope: Scope, tab: string, path: string, text: string): void {
  noLeak(scope, text, `the answer to ${path}`);
  const [, runId] = /^\/api\/runs\/([\w-]{30})\/(?:poll|pages)/.exec(path) ?? [];
  if (runId === undefined || !text.includes('"entries":[')) return;
  if ((scope.runOf(tab) ?? runId) !== runId)
    scope.witness.broken('AU1', `${tab} reads ${runId} by the link of another run`);
  checkRevoked(scope, scope.personOf(tab), tab);
  const record = recordOf(scope, runId);
  const { entries, head } = JSON.parse(text) as { entries: LogEntry[]; head: number };
  checkSameAsLog(scope.witness, record, entries, path);
  const known = path.endsWith('/poll') ? head : 0;
  tell(scope.witness, record, Math.max(known, entries.at(-1)?.seq ?? 0), scope.storedHead(runId), path);
}

/** No question reaches the provider more often than calls with it were recorded as sent. */
function takeRequest(scope: Scope, { question, mood }: ProviderRequest): void {
  const { requests, records, witness, moods } = scope;
  const count = (requests.get(question) ?? 0) + 1;
  requests.set(question, count);
  const calls = [...records.values()].flatMap((record) => [...record.calls.values()]);
  const sent = calls.filter(
    (call) => call.question === question && call.phase !== 'accepted' && wasSent(scope, call.callId),
  );
  witness.note(() => `  provider is asked ${question}, ${mood}`);
  if (count > sent.length)
    witness.broken('CA1', `the provider is asked ${question} ${count} times, ${sent.length} calls were sent`);
  const waiting = sent.filter((call) => call.phase === 'sent' && !moods.has(call.callId));
  const [only] = waiting;
  if (only !== undefined && waiting.length === 1) moods.set(only.callId, mood);
}

function wasSent({ records }: Scope, callId: string): boolean {
  for (const { entries } of records.values())
    if (entries.some((entry) => entry.type === 'call.sent' && entry.data.callId === callId)) return true;
  return false;
}

function noLeak({ witness, canary }: Scope, text: string, where: string): void {
  if (text.includes(canary)) witness.broken('SE1', `a key stands in ${where}`);
}

function lineOf(entry: LogEntry): string {
  const data = JSON.stringify(entry.data);
  const by = entry.by === null ? 'room' : entry.by.slice(-4);
  return `#${entry.seq} ${entry.type} ${data.length > 160 ? `${data.slice(0, 160)}…` : data} ${by} e${entry.epoch ?? '-'}`;
}
