import { hashText } from '#shared/hash.ts';
import type { CallEnd, CallText } from '#shared/run/call.ts';
import type { FactOf, LogEntry } from '#shared/run/events.ts';
import { answerTo } from '../relay/scripted-model.ts';
import type { ProviderMood } from '../relay/sim-provider.ts';
import type { WebMood } from '../relay/sim-web.ts';
import { AGENT_TYPES } from './agent-laws.ts';
import type { Witness } from './law-broken.ts';
import { plannedNode, type CallReading, type RunRecord } from './run-record.ts';

const MOST_TRIES = 3;
const MOST_AT_ONCE = 8;
const LONGEST_WAIT_MS = 60_000;

/** Calls: each id once, tries in order and not before their time, the same request again, a journal without holes. */
export function checkCall(
  witness: Witness,
  record: RunRecord,
  entry: LogEntry,
  mostPerProvider: number,
): void {
  switch (entry.type) {
    case 'call.accepted':
      return checkAccepted(witness, record, entry);
    case 'call.sent':
      return checkSent(witness, record, entry, mostPerProvider);
    case 'call.ended':
      return checkEnded(witness, record, entry);
    case 'execution.node.completed':
      return checkServed(witness, record, entry);
    case 'execution.node.retrying':
      return checkRetrying(witness, record, entry);
    default:
  }
}

function checkAccepted(
  witness: Witness,
  { calls, plan }: RunRecord,
  entry: LogEntry & FactOf<'call.accepted'>,
): void {
  const { callId, nodeId, round, ordinal, requestHash } = entry.data;
  const place = `${nodeId}/${round}/${ordinal}/${entry.data.try} (#${entry.seq})`;
  if (calls.has(callId)) witness.broken('CA1', `call ${place} is accepted twice`);
  const same = [...calls.values()].filter(
    (call) => call.nodeId === nodeId && call.round === round && call.ordinal === ordinal,
  );
  if (same.some((call) => call.requestHash !== requestHash))
    witness.broken('EX1', `call ${place} asks for something else than its first try`);
  if (same.some((call) => call.try === entry.data.try)) witness.broken('EX1', `call ${place} under two ids`);
  if (entry.data.try > MOST_TRIES) witness.broken('RT1', `call ${place} is tried too often`);
  const before = same.find((call) => call.try === entry.data.try - 1);
  if (entry.data.try > 1) checkTry(witness, before, entry.at, place);
  const isAnswered = [...calls.values()].some(
    (call) =>
      call.nodeId === nodeId &&
      call.round === round &&
      call.ordinal === ordinal - 1 &&
      call.end?.outcome === 'ok',
  );
  // Turns of agents have numbers of their own (agent-laws.ts).
  const type = plannedNode({ plan }, nodeId)?.type ?? '';
  if (ordinal > 0 && !isAnswered && !AGENT_TYPES.includes(type))
    witness.broken('EX1', `call ${place} without an answer to the one before`);
}

function checkTry(witness: Witness, before: CallReading | undefined, at: number, place: string): void {
  if (before?.end == null) return witness.broken('RT1', `call ${place} before the try before it has ended`);
  if (before.resolution === 'retry') return;
  if (before.end.retry !== 'safe')
    return witness.broken('CA1', `call ${place} is tried again unasked after ${before.end.retry}`);
  const least = before.endedAt + delayAfter(before);
  if (at < least - 1) witness.broken('RT1', `call ${place} comes ${Math.round(least - at)} ms too early`);
}

/** docs/spec/engine.md by hand: Retry-After up to a minute and half a second, else 1 s doubled each time and a quarter. */
function delayAfter(call: CallReading): number {
  const chance = Number.parseInt(call.callId.slice(0, 8), 16) / 2 ** 32;
  const asked = call.end?.retryAfterMs;
  if (asked !== undefined) return Math.min(asked, LONGEST_WAIT_MS) + chance * 500;
  return 1_000 * 2 ** (call.try - 1) * (1 + chance / 4);
}

function checkRetrying(
  witness: Witness,
  { calls }: RunRecord,
  entry: LogEntry & FactOf<'execution.node.retrying'>,
): void {
  const call = calls.get(entry.data.callId);
  if (call?.end == null) return witness.broken('RT1', `#${entry.seq} retries a call that has not ended`);
  if (call.resolution === 'retry') return;
  const due = call.endedAt + delayAfter(call);
  if (Math.abs(due - entry.data.dueAt) > 2)
    witness.broken('RT1', `#${entry.seq} is due ${Math.round(entry.data.dueAt - due)} ms beside its time`);
}

function checkSent(
  witness: Witness,
  { calls }: RunRecord,
  entry: LogEntry & FactOf<'call.sent'>,
  mostPerProvider: number,
): void {
  const call = calls.get(entry.data.callId);
  if (call?.phase !== 'accepted')
    return witness.broken('CA1', `call.sent #${entry.seq} of a call that is ${call?.phase}`);
  const atWork = [...calls.values()].filter(({ phase }) => phase === 'sent');
  if (atWork.length >= MOST_AT_ONCE)
    witness.broken('RK1', `#${entry.seq}: ${atWork.length + 1} calls at once`);
  if (atWork.filter(({ provider }) => provider === call.provider).length >= mostPerProvider)
    witness.broken('RK1', `#${entry.seq}: too many calls to ${call.provider} at once`);
}

/** Texts are kept every quarter of a second, and reach the disk a moment later. */
const LONGEST_UNKEPT_MS = 300;
/** What failed is written again within a second, and what waited behind it afterwards. */
const WRITTEN_AGAIN_MS = 1_500;

/**
 * The process is killed. What was read of open calls a moment ago need not have been on disk, nor what could not be
 * written while storage failed.
 */
export function forgetUnkept({ toldTexts }: RunRecord, now: number, storageFailedAt: number): void {
  for (const [callId, told] of toldTexts) {
    const kept = told.filter(
      ({ at }) => at < now - LONGEST_UNKEPT_MS && at > storageFailedAt + WRITTEN_AGAIN_MS,
    );
    toldTexts.set(callId, kept);
  }
}

/** What somebody had read of a lost call a while before the kill stands in its end. */
function checkKept(witness: Witness, record: RunRecord, entry: LogEntry & FactOf<'call.ended'>): void {
  const { callId, end } = entry.data;
  if (end.error?.code !== 'unknown-outcome') return;
  const length = end.text?.kind === 'blob' ? Infinity : (end.text?.text.length ?? 0);
  const least = record.toldTexts.get(callId)?.at(-1)?.length ?? 0;
  if (length < least)
    witness.broken('RK3', `#${entry.seq}: ${least} characters of a lost call were read, ${length} are kept`);
}

function checkEnded(witness: Witness, record: RunRecord, entry: LogEntry & FactOf<'call.ended'>): void {
  const { calls } = record;
  const { callId, end } = entry.data;
  checkKept(witness, record, entry);
  const call = calls.get(callId);
  if (call === undefined || call.phase === 'ended')
    return witness.broken('CA1', `call.ended #${entry.seq} of a call that is ${call?.phase}`);
  if ((end.retryAfterMs ?? 0) > LONGEST_WAIT_MS)
    witness.broken('RT1', `#${entry.seq} asks to wait ${end.retryAfterMs} ms`);
  const isRead = call.method === 'GET' || call.method === 'HEAD';
  if (end.outcome === 'unknown' && call.method !== null && end.retry !== (isRead ? 'safe' : 'ask'))
    witness.broken('HR3', `#${entry.seq}: a ${call.method} that was lost may be made again: ${end.retry}`);
  if (end.outcome === 'unknown' && end.retry === 'safe' && call.provider !== 'demo' && !isRead)
    witness.broken('CA1', `#${entry.seq}: a lost call that somebody may have paid for counts as safe`);
  if (call.question === null) return;
  const answer = answerTo(call.question);
  if (end.outcome === 'ok' && !isText(end.text, answer))
    witness.broken('EX1', `#${entry.seq}: the answer is not what the provider said`);
  if (end.text?.kind === 'inline' && !answer.startsWith(end.text.text))
    witness.broken('RL3', `#${entry.seq}: the text of a failed call is no beginning of the answer`);
}

/** A request whose answer says that it did not work fails its node; what it says else is what the server said. */
function checkServed(
  witness: Witness,
  record: RunRecord,
  { data, seq }: LogEntry & FactOf<'execution.node.completed'>,
): void {
  const { nodeId, round, source, output } = data;
  if (plannedNode(record, nodeId)?.type !== 'httpRequest' || source !== 'call') return;
  const calls = [...record.calls.values()].filter((call) => call.nodeId === nodeId && call.round === round);
  const last = calls.findLast(({ end }) => end?.outcome === 'ok');
  if (last?.end?.http?.status !== 200)
    witness.broken('HR6', `${nodeId} is done with the status ${last?.end?.http?.status} (#${seq})`);
  const said = last?.question == null ? undefined : answerTo(last.question);
  if (output.kind === 'inline' && output.output.text !== said)
    witness.broken('HR6', `${nodeId} puts out something else than the server said (#${seq})`);
}

function isText(text: CallText | undefined, answer: string): boolean {
  if (text?.kind === 'inline') return text.text === answer;
  return text?.kind === 'blob' && text.hash === hashText(answer);
}

/** What may be done after each mood; PROTOCOL's classes by hand. */
const ADVICE: Readonly<Record<ProviderMood | WebMood, CallEnd['retry'] | 'by-method'>> = {
  answers: 'never',
  limits: 'safe',
  'limits-for-seconds': 'safe',
  'limits-until-a-date': 'safe',
  'limits-for-hours': 'safe',
  unavailable: 'safe',
  breaks: 'ask',
  'refuses-the-key': 'never',
  'bad-request': 'never',
  redirects: 'never',
  'cuts-before-headers': 'ask',
  'never-answers': 'ask',
  'cuts-in-the-middle': 'ask',
  'stalls-in-the-middle': 'ask',
  'errs-in-the-middle': 'ask',
  'ends-without-a-mark': 'ask',
  refuses: 'never',
  'sends-nonsense': 'ask',
  serves: 'never',
  'has-nothing': 'never',
  fails: 'never',
  'is-busy': 'safe',
  'is-down': 'safe',
  moves: 'never',
  'sends-away': 'never',
  'goes-in-circles': 'never',
  'sends-a-picture': 'never',
  'cuts-the-line': 'by-method',
  'says-nothing': 'by-method',
  'cuts-its-words': 'by-method',
  'falls-silent': 'by-method',
};

/** Of the open web: every complete answer is one, whatever its status. */
const STATUS: Readonly<Partial<Record<ProviderMood | WebMood, number>>> = {
  ...{ serves: 200, 'has-nothing': 404, fails: 500, moves: 200 },
};

/** A call's end against what the provider did. */
export function checkAdvice(witness: Witness, mood: ProviderMood | WebMood, call: CallReading): void {
  const { end } = call;
  if (end === null || end.outcome === 'aborted' || end.error?.code === 'unknown-outcome') return;
  const advice = ADVICE[mood];
  if (end.http?.status !== STATUS[mood])
    witness.broken('HR3', `a server ${mood}, and the call says ${end.http?.status} (${end.outcome})`);
  if (end.retry !== (advice === 'by-method' ? (call.method === 'GET' ? 'safe' : 'ask') : advice))
    witness.broken('CA1', `a call whose provider ${mood} ends as ${end.outcome}, ${end.retry}`);
  if (mood === 'answers' && end.outcome !== 'ok')
    witness.broken('EX1', `an answered call ends as ${end.outcome}`);
}
