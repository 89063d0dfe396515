import { readPictureHeader } from '#shared/picture-header.ts';
import type { CallEnd, ModelCallRequest, CallStreamEvent, DeltaChannel } from '#shared/run/call.ts';
import type { BlobRef } from '#shared/run/output.ts';
import type { SealedKey } from '../core/vault/vault-record.ts';
import { asModelCan, cannotDo } from './as-model-can.ts';
import { createCallCollector, type CallCollector } from './call-collector.ts';
import { callCost } from './call-cost.ts';
import { CallFailed, type CallFailure } from './call-failed.ts';
import { callLimits, type CallLimits } from './call-limits.ts';
import { outcomeOf } from './call-outcome.ts';
import { errorWords } from './error-words.ts';
import { createFollowUps } from './follow-ups.ts';
import { createOutbound, type Outbound } from './outbound.ts';
import { readParameters, type ParameterValues } from './read-parameters.ts';
import { RING_KEY_STAND_IN, ringKeyOpener } from './ring-key.ts';
import { findModel, resolveProvider, type ResolvedProvider } from './resolve-provider.ts';
import type {
  AdapterContext,
  BlobKeeper,
  BlobLoader,
  OutboundFetch,
  ProviderAdapter,
  RelayEnvironment,
  Timers,
} from './types.ts';

export interface RunCallDependencies {
  readonly environment: RelayEnvironment;
  readonly callId: string;
  /** Aborting means that a person stopped the call: outcome `aborted`. */
  readonly signal: AbortSignal;
  readonly loadBlob: BlobLoader;
  /** Where a picture is kept before anybody hears of it. When it rejects, the call has failed. */
  readonly storeBlob: BlobKeeper;
  /** The platform's fetch. */
  readonly fetch: OutboundFetch;
  readonly timers: Timers;
  /** Wall clock in milliseconds. */
  readonly now: () => number;
  /** Awaited directly before the request leaves: `call.sent` is stored here. When it rejects, nothing is sent. */
  readonly onSent?: (() => void | Promise<void>) | undefined;
  /** The key of the ring that pays; left out = the relay's own. */
  readonly ringKey?: SealedKey | undefined;
  /** The provider has taken the call under this number; awaited before one asks for it. Never rejects. */
  readonly onTicket?: ((ticket: string) => Promise<void>) | undefined;
  /** Given when the provider has the call already: nothing is sent, one asks for it with the number it gave. */
  readonly handedIn?: { readonly ticket: string; readonly sentAt: number } | undefined;
  /** `offset`: characters (UTF-16) of the channel before this delta. */
  readonly onDelta?: ((channel: DeltaChannel, text: string, offset: number) => void) | undefined;
  readonly limits?: Partial<CallLimits> | undefined;
}

/** A call that passed every check that can be made before sending. */
interface Prepared {
  readonly provider: ResolvedProvider;
  readonly apiKey: string;
  readonly parameters: ParameterValues;
}

/**
 * Makes one provider call and says how it ended. Never throws, never makes more than one request, never repeats
 * anything: whether to try again is the scheduler's decision, by `retry` (PROTOCOL §5).
 */
export async function runCall(
  request: ModelCallRequest,
  dependencies: RunCallDependencies,
): Promise<CallEnd> {
  const provider = resolveProvider(request.provider, dependencies.environment);
  const limits = limitsOf(request, provider, dependencies);
  const startedAt = { ms: dependencies.handedIn?.sentAt ?? dependencies.now() };
  const collector = createCallCollector({
    maxBytes: limits.textOutputBytes,
    maxPictureBytes: limits.pictureBytes,
    elapsedMs: () => dependencies.now() - startedAt.ms,
    onDelta: dependencies.onDelta,
  });
  const prepared = prepare(request, provider, dependencies.ringKey);
  const streamed =
    'code' in prepared
      ? asHandedIn(prepared, dependencies)
      : await stream(request, dependencies, prepared, collector, startedAt);
  const durationMs = dependencies.now() - startedAt.ms;
  const kept = streamed === null ? await keepPicture(request, collector, dependencies) : null;
  const failure = kept !== null && 'code' in kept ? kept : streamed;
  const image = kept !== null && 'blob' in kept ? kept : undefined;
  const isRing = dependencies.ringKey !== undefined;
  return end({ request, provider, collector, failure, image, durationMs, isRing });
}

function limitsOf(
  { kind, model }: ModelCallRequest,
  provider: ResolvedProvider | null,
  { limits, environment }: RunCallDependencies,
): CallLimits {
  const deadlines = provider === null ? undefined : findModel(provider, model)?.deadlines;
  return callLimits(limits, { kind, deadlines, operator: environment['WEFT_LIMITS'] });
}

/** What was handed in may be paid: that it cannot be asked for any more is no reason to hand it in again unasked. */
function asHandedIn(failure: CallFailure, { handedIn }: RunCallDependencies): CallFailure {
  if (handedIn === undefined) return failure;
  return { ...failure, outcome: 'unknown', retry: 'ask', unbilled: false };
}

function prepare(
  request: ModelCallRequest,
  provider: ResolvedProvider | null,
  ringKey: SealedKey | undefined,
): Prepared | CallFailure {
  const refuse = (code: CallFailure['code'], detail?: string): CallFailure => ({
    code,
    outcome: 'error',
    retry: 'never',
    unbilled: true,
    detail,
  });
  if (provider === null || provider.description.status === 'not-configured') return refuse('invalid-config');
  const apiKey = ringKey === undefined ? provider.apiKey : RING_KEY_STAND_IN;
  if (apiKey === null) return refuse('missing-key');
  const model = findModel(provider, request.model);
  if (request.kind === 'image' && !paints(provider, model))
    return refuse('invalid-config', `“${model?.label ?? request.model}” makes no pictures.`);
  const problem = cannotDo(request, model);
  if (problem !== null) return refuse('invalid-config', problem);
  const read = readParameters(model?.parameters ?? provider.otherModelParameters, request.parameters);
  if (!read.ok) return refuse('invalid-config', read.problem);
  return { provider, apiKey, parameters: read.values };
}

/** A model of the list says what it can; of one typed by hand only the provider is known. */
function paints(provider: ResolvedProvider, model: ReturnType<typeof findModel>): boolean {
  if (model !== null) return model.kinds.includes('image');
  return provider.description.defaultModels.image !== undefined;
}

/** @returns how it failed, or null when the end marker arrived. */
async function stream(
  request: ModelCallRequest,
  dependencies: RunCallDependencies,
  prepared: Prepared,
  collector: CallCollector,
  startedAt: { ms: number },
): Promise<CallFailure | null> {
  const limits = limitsOf(request, prepared.provider, dependencies);
  const beforeSend = async (): Promise<void> => {
    await dependencies.onSent?.();
    startedAt.ms = dependencies.now();
  };
  const outbound = openOutbound(request, dependencies, prepared, { limits, beforeSend });
  let thrown: unknown = null;
  try {
    if (prepared.provider.baseUrl === '') await sendInside(beforeSend);
    const adapter = await prepared.provider.loadAdapter();
    const context = adapterContext(request, dependencies, prepared, outbound);
    for await (const event of eventsOf(request, adapter, context, { dependencies, prepared, limits })) {
      if (dependencies.signal.aborted) break;
      if (!collector.take(event)) throw tooLong(request, limits);
    }
  } catch (caught) {
    thrown = caught;
  } finally {
    outbound.close();
  }
  const wasSent = dependencies.handedIn !== undefined || outbound.wasSent();
  return outcomeOf({ aborted: dependencies.signal.aborted, wasSent, thrown, outbound, collector });
}

interface Course {
  readonly dependencies: RunCallDependencies;
  readonly prepared: Prepared;
  readonly limits: CallLimits;
}

function eventsOf(
  request: ModelCallRequest,
  adapter: ProviderAdapter,
  context: AdapterContext,
  { dependencies, prepared, limits }: Course,
): AsyncIterable<CallStreamEvent> {
  switch (request.kind) {
    case 'text':
      return adapter.stream(asModelCan(request, context.model), context);
    case 'image': {
      // The description said that it paints; without this the call would end as malformed.
      if (adapter.paint === undefined)
        throw new CallFailed({ code: 'invalid-config', outcome: 'error', retry: 'never', unbilled: true });
      const { fetch, timers, now, signal } = dependencies;
      const { pictureBaseUrl: baseUrl, allowHttp } = prepared.provider;
      const openRingKey = ringKeyOpener(dependencies.environment, dependencies.ringKey, baseUrl);
      const followUps = createFollowUps({
        ...{ fetch, timers, now, signal, baseUrl, allowHttp, limits, openRingKey },
      });
      const ticket = dependencies.handedIn?.ticket ?? null;
      const keepTicket = async (given: string): Promise<void> => dependencies.onTicket?.(given);
      return adapter.paint(request, { ...context, followUps, ticket, keepTicket });
    }
    default:
      return request satisfies never;
  }
}

function openOutbound(
  request: ModelCallRequest,
  dependencies: RunCallDependencies,
  prepared: Prepared,
  more: { readonly limits: CallLimits; readonly beforeSend: () => Promise<void> },
): Outbound {
  const { allowHttp } = prepared.provider;
  const { fetch, timers, now, signal } = dependencies;
  const accept = request.kind === 'image' ? 'picture' : 'event-stream';
  const baseUrl = addressOf(request, prepared.provider);
  const openRingKey = ringKeyOpener(dependencies.environment, dependencies.ringKey, baseUrl);
  return createOutbound({
    ...{ fetch, timers, now, signal, allowHttp, accept, baseUrl, openRingKey },
    ...more,
  });
}

function addressOf(request: ModelCallRequest, provider: ResolvedProvider): string {
  return request.kind === 'image' ? provider.pictureBaseUrl : provider.baseUrl;
}

/** A provider that works inside the relay has no request, but its calls are recorded like all others. */
async function sendInside(beforeSend: () => Promise<void>): Promise<void> {
  try {
    await beforeSend();
  } catch {
    throw new CallFailed({ code: 'storage-failed', outcome: 'error', retry: 'safe', unbilled: true });
  }
}

function adapterContext(
  request: ModelCallRequest,
  dependencies: RunCallDependencies,
  prepared: Prepared,
  outbound: Outbound,
): AdapterContext {
  const { provider, apiKey, parameters } = prepared;
  const { signal, callId, loadBlob, timers } = dependencies;
  const model = findModel(provider, request.model);
  const { variables } = provider;
  const baseUrl = addressOf(request, provider);
  return {
    apiKey,
    baseUrl,
    fetch: dependencies.handedIn === undefined ? outbound.fetch : sendNothing,
    signal,
    callId,
    loadBlob,
    timers,
    model,
    parameters,
    variables,
  };
}

/** Whatever an adapter does, a call that its provider has is not sent a second time [CA1]. */
function sendNothing(): Promise<never> {
  return Promise.reject(new CallFailed({ code: 'unknown-outcome', outcome: 'unknown', retry: 'ask' }));
}

function tooLong(request: ModelCallRequest, limits: CallLimits): CallFailed {
  const bytes = request.kind === 'image' ? limits.pictureBytes : limits.textOutputBytes;
  const detail = `${Math.round(bytes / 1024)} KiB`;
  return new CallFailed({ code: 'output-too-large', outcome: 'error', retry: 'ask', detail });
}

/** Stores the picture of an image call. What is no picture by its own bytes is none, whatever its type says. */
async function keepPicture(
  request: ModelCallRequest,
  collector: CallCollector,
  { storeBlob }: RunCallDependencies,
): Promise<BlobRef | CallFailure | null> {
  if (request.kind !== 'image') return null;
  const bytes = collector.picture();
  const header = bytes && readPictureHeader(bytes);
  if (bytes === undefined || header == null)
    return { code: 'provider-malformed', outcome: 'error', retry: 'ask' };
  try {
    return { blob: await storeBlob(bytes), mediaType: header.mediaType, bytes: bytes.byteLength };
  } catch {
    // It was made, and perhaps paid: only a person may have it made again.
    return { code: 'storage-failed', outcome: 'error', retry: 'ask' };
  }
}

interface Ended {
  readonly request: ModelCallRequest;
  readonly provider: ResolvedProvider | null;
  readonly collector: CallCollector;
  readonly failure: CallFailure | null;
  readonly image: BlobRef | undefined;
  readonly durationMs: number;
  /** The key came from a ring: no variable of the relay is to blame. */
  readonly isRing: boolean;
}

function end({ request, provider, collector, failure, image, durationMs, isRing }: Ended): CallEnd {
  const usage = collector.usage();
  const isWhole = collector.finishReason() !== undefined;
  const texts = { text: collector.text('text'), reasoning: collector.text('reasoning') };
  const turn = { toolCalls: collector.toolCalls(), carry: collector.carry() };
  return {
    outcome: failure?.outcome ?? 'ok',
    retry: failure === null ? 'never' : advice(failure, provider),
    ...(failure?.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
    ...(failure === null ? {} : { error: wordsFor(request, provider, failure, isRing) }),
    ...present({ ...texts, ...turn }),
    ...present({ image, finishReason: collector.finishReason(), usage, timing: collector.timing() }),
    costMicroUsd: callCost({ request, provider, failure, usage, isWhole }),
    durationMs: Math.max(0, durationMs),
  };
}

/** What a free provider lost may simply be repeated: nobody pays twice. */
function advice(failure: CallFailure, provider: ResolvedProvider | null): CallFailure['retry'] {
  return failure.retry === 'ask' && provider?.description.free === true ? 'safe' : failure.retry;
}

function wordsFor(
  request: ModelCallRequest,
  provider: ResolvedProvider | null,
  failure: CallFailure,
  isRing: boolean,
): NonNullable<CallEnd['error']> {
  return errorWords({
    providerId: request.provider,
    label: provider?.description.label ?? request.provider,
    keyVariable: isRing ? '' : (provider?.description.keyVariable ?? ''),
    model: request.model,
    failure,
  });
}

/** Members that are undefined left out, so that entries hold nothing empty. */
function present<Members extends object>(members: Members): Partial<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Partial<Members>;
}
