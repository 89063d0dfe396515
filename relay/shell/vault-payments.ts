import type { CallEnd, CallRequest, ModelCallRequest } from '#shared/run/call.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { CallRecord } from '../core/call-record.ts';
import type { RunHeader } from '../core/run-header.ts';
import { abortedUnsent } from '../core/settle.ts';
import { waitingWords } from '../core/waiting-words.ts';
import type { SealedKey } from '../core/vault/vault-record.ts';
import {
  ENVIRONMENT_GRANT,
  type Reserve,
  type ReserveReply,
  type Settle,
} from '../core/vault/vault-request.ts';
import { countedFor, reserveFor, type CallReserve } from '../providers/call-reserve.ts';
import { pause } from '../providers/pause.ts';
import { resolveProvider, type ResolvedProvider } from '../providers/resolve-provider.ts';
import type { RelayEnvironment, Timers } from '../providers/types.ts';
import type { MoneyStore } from '../storage/money-store.ts';
import { flowBudget } from './flow-budget.ts';
import { purseOf } from './purse-of.ts';
import { createDebts } from './vault-debts.ts';
import { createRests, type Rests } from './vault-rests.ts';

/** What has become of a call's wish for money. */
export type Admission =
  /** `key` left out = the relay's own. */
  | { readonly type: 'go'; readonly request: ModelCallRequest; readonly key?: SealedKey | undefined }
  /** Whoever pays has to do something first: the run is paused with this reason. */
  | { readonly type: 'stop'; readonly error: WeftError }
  /** Nothing was sent, and the call has ended for now. */
  | { readonly type: 'end'; readonly end: CallEnd };

/** The money of one start of one call. */
export interface Payment {
  /** Resolves when the call may be made, or must not. Never rejects. */
  reserve(signal: AbortSignal): Promise<Admission>;
  /** The call leaves: from here on it may cost something. */
  sent(): void;
  /** Told in the same turn as the room, so that both are kept together. */
  ended(end: CallEnd): void;
}

export interface Payments {
  /** Reads what a process of before left behind and settles it. After the room was loaded. */
  recover(): Promise<void>;
  /** null = the call spends nobody's money: the demo, a server without a key, a request that is no model's. */
  begin(callId: string, request: CallRequest, resumes: boolean): Payment | null;
  /** Whether the vault has still to be told something. */
  owes(): boolean;
  /** The run has ended or is paused: what is set aside for its next calls goes back, once all of it is settled. */
  rest(): void;
}

interface PaymentPorts {
  readonly environment: RelayEnvironment;
  readonly timers: Timers;
  readonly store: MoneyStore;
  readonly header: () => RunHeader | null;
  readonly call: (callId: string) => CallRecord | null;
  readonly newId: () => string;
  /** Asks a room of the vault in the relay's own name. May reject. */
  ask(room: string, path: string, body: string): Promise<Response>;
  /** Why a call is not sent yet, for whoever looks at its step. Left out where nobody looks. */
  waiting?(callId: string, message: string): void;
}

/** Longer waits than this are told to the person, with the time of the next try; shorter ones just pass. */
const QUIET_WAIT_MS = 2_000;
/** Answers of the line come twice a second: the second is the first to be told, then every tenth. */
const TOLD_FIRST = 2;
const TOLD_EVERY = 10;

export function createPayments(ports: PaymentPorts): Payments {
  const { environment, store } = ports;
  const rests = createRests(ports, () => debts.open() > 0);
  const debts = createDebts({ ...ports, onPaid: rests.tell });
  return Object.freeze({
    async recover() {
      for (const record of await store.load()) {
        const call = ports.call(record.callId);
        if (record.settle !== null) debts.owe(record, record.settle.end);
        else if (call === null || call.phase === 'ended') debts.owe(record, lostEnd(call, record.microUsd));
      }
    },
    begin(callId: string, request: CallRequest, resumes: boolean) {
      const header = ports.header();
      if (request.kind === 'http' || header === null) return null;
      const provider = resolveProvider(request.provider, environment);
      if (provider === null || provider.description.free || provider.baseUrl === '') return null;
      const isRing = header.payer.kind === 'ring';
      const isCounted = (provider.apiKey ?? '') !== '' && flowBudget(environment) !== null;
      if (!isRing && !isCounted) return null;
      rests.wake();
      return createPayment({ ...ports, asked: rests.asked }, debts, {
        callId,
        request,
        resumes,
        header,
        provider,
      });
    },
    owes: () => debts.open() > 0,
    rest: rests.rest,
  });
}

/** What nobody said before the process was killed: a call that was sent may have been billed. */
function lostEnd(call: CallRecord | null, microUsd: number): Settle['end'] {
  if (call?.sentAt == null) return null;
  const unknown = { outcome: 'unknown', costMicroUsd: null, countedMicroUsd: microUsd } as const;
  return { ...unknown, inputTokens: null, outputTokens: null, key: null };
}

interface Wish {
  readonly callId: string;
  readonly request: ModelCallRequest;
  readonly resumes: boolean;
  readonly header: RunHeader;
  readonly provider: ResolvedProvider;
}

function createPayment(
  ports: PaymentPorts & Pick<Rests, 'asked'>,
  debts: ReturnType<typeof createDebts>,
  wish: Wish,
): Payment {
  const { callId, provider } = wish;
  const { runId } = wish.header;
  const attempt = ports.newId();
  let reserved: { readonly room: string; readonly cost: CallReserve } | null = null;
  let wasSent = wish.resumes;

  const askOnce = async (room: string, isRing: boolean): Promise<ReserveReply> => {
    ports.asked(room);
    const cost = reserveFor(wish.request, provider, isRing);
    reserved = { room, cost };
    ports.store.put({ runId, callId, room, attempt, microUsd: cost.microUsd, settle: null });
    const body = JSON.stringify(reserveBody(ports, wish, { attempt, isRing, microUsd: cost.microUsd }));
    const answer = await ports.ask(room, '/reserve', body);
    if (!answer.ok) throw new Error(`The vault answered ${answer.status}.`);
    return (await answer.json()) as ReserveReply;
  };
  const settle = (end: Settle['end']): void => {
    if (reserved === null) return;
    const { room, cost } = reserved;
    debts.owe({ runId, callId, room, attempt, microUsd: cost.microUsd, settle: null }, end);
  };
  /** Until there is an answer that is no “wait”. */
  const askOn = async (room: string, isRing: boolean, signal: AbortSignal): Promise<ReserveReply | null> => {
    for (let times = 1; ; times += 1) {
      const reply = await askOnce(room, isRing);
      if (signal.aborted || reply.outcome !== 'wait') return signal.aborted ? null : reply;
      if (times === TOLD_FIRST || times % TOLD_EVERY === 0)
        ports.waiting?.(callId, whyWaiting(reply, provider));
      if (reply.afterMs > QUIET_WAIT_MS) return reply;
      if (!(await pause(ports.timers, reply.afterMs, signal))) return null;
    }
  };
  const decide = async (signal: AbortSignal): Promise<Admission> => {
    const { payer, flowId } = wish.header;
    const isRing = payer.kind === 'ring';
    const room = isRing ? payer.ringId : purseOf(flowId);
    const first = await askOn(room, isRing, signal);
    const own = first?.outcome === 'elsewhere' ? await fromOwnKeys(signal) : first;
    if (own === 'free') return { type: 'go', request: wish.request };
    return admissionOf(own, wish, reserved?.cost.request ?? wish.request);
  };
  /** What the ring does not pay for the relay's own keys do, as without a ring. */
  const fromOwnKeys = async (signal: AbortSignal): Promise<ReserveReply | null | 'free'> => {
    ports.store.drop(callId);
    reserved = null;
    if (provider.apiKey === null) return { outcome: 'refused', error: noKey(provider) };
    if (provider.apiKey === '' || flowBudget(ports.environment) === null) return 'free';
    return askOn(purseOf(wish.header.flowId), false, signal);
  };
  return Object.freeze({
    async reserve(signal: AbortSignal) {
      debts.begin(callId, attempt);
      const admission = await decide(signal).catch((): Admission => ({ type: 'end', end: unreachable() }));
      if (admission.type === 'stop') ports.store.drop(callId);
      return withoutKeyAsUnknown(admission, wish.resumes);
    },
    sent() {
      wasSent = true;
    },
    ended(end: CallEnd) {
      settle(wasSent ? settledEnd(end, reserved?.cost, provider) : null);
    },
  });
}

function reserveBody(
  ports: PaymentPorts,
  { callId, request, resumes, header }: Wish,
  { attempt, isRing, microUsd }: { attempt: string; isRing: boolean; microUsd: number },
): Reserve {
  const { flowId, runId, startedBy, payer } = header;
  const ring = isRing && payer.kind === 'ring' ? payer.grantId : null;
  return {
    ...{ callId, flowId, runId, attempt, microUsd, resumes },
    grantId: ring ?? ENVIRONMENT_GRANT,
    nodeId: ports.call(callId)?.nodeId ?? '',
    ...{ personId: startedBy.personId, person: startedBy.name },
    ...{ provider: request.provider, model: request.model },
    ...(ring === null ? { perDayMicroUsd: flowBudget(ports.environment) } : {}),
  };
}

function whyWaiting(
  { ahead, error }: Extract<ReserveReply, { outcome: 'wait' }>,
  { description: { label } }: ResolvedProvider,
): string {
  if (ahead === undefined || error.code === 'budget-exceeded') return error.message;
  return waitingWords(label, ahead);
}

/** @param reply null = the call was stopped meanwhile. */
function admissionOf(
  reply: ReserveReply | null,
  { provider }: Wish,
  asReserved: ModelCallRequest,
): Admission {
  if (reply === null) return { type: 'end', end: abortedUnsent() };
  switch (reply.outcome) {
    case 'held':
      return { type: 'go', request: asReserved, key: reply.key ?? undefined };
    case 'wait':
      return { type: 'end', end: notYet(reply.error) };
    case 'refused':
      return { type: 'stop', error: reply.error };
    case 'elsewhere':
      return { type: 'stop', error: noKey(provider) };
    default:
      return reply satisfies never;
  }
}

/** A call that its provider has cannot wait for people: nobody can ask for it now, so what became of it is not known. */
function withoutKeyAsUnknown(admission: Admission, resumes: boolean): Admission {
  if (!resumes || admission.type === 'go') return admission;
  const error = admission.type === 'stop' ? admission.error : admission.end.error;
  const end = { outcome: 'unknown', retry: 'ask', error, costMicroUsd: null, durationMs: 0 } as const;
  return { type: 'end', end };
}

function settledEnd(end: CallEnd, cost: CallReserve | undefined, provider: ResolvedProvider): Settle['end'] {
  const code = end.error?.code;
  return {
    outcome: end.outcome,
    costMicroUsd: end.costMicroUsd,
    countedMicroUsd: cost === undefined ? 0 : countedFor(end, cost, provider),
    inputTokens: end.usage?.inputTokens ?? null,
    outputTokens: end.usage?.outputTokens ?? null,
    key: end.outcome === 'ok' ? 'works' : code === 'key-refused' ? 'refused' : null,
  };
}

function notYet(error: WeftError): CallEnd {
  const more = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
  return { outcome: 'error', retry: 'safe', error, ...more, costMicroUsd: 0, durationMs: 0 };
}

function unreachable(): CallEnd {
  const words = 'The relay could not ask who pays for this call, so it was not sent. Try again.';
  return notYet(weftError('storage-failed', words, { retryable: true }));
}

function noKey({ description: { id, label } }: ResolvedProvider): WeftError {
  const words = `Neither the key ring that pays nor the relay has a key for ${label}. Put one in, then resume.`;
  return weftError('missing-key', words, { providerId: id });
}
