import { LIMITS } from '#shared/protocol/limits.ts';
import { lowerLimits } from '#shared/protocol/lowered-limits.ts';
import type { CallEnd } from '#shared/run/call.ts';
import type { HttpAnswer, HttpCallRequest } from '#shared/run/http-call.ts';
import { CallFailed, type CallFailure } from '../providers/call-failed.ts';
import { callLimits, inWords, type CallLimits } from '../providers/call-limits.ts';
import { classifyStatus } from '../providers/classify-status.ts';
import { createOutbound } from '../providers/outbound.ts';
import { retryAfterMs } from '../providers/retry-after.ts';
import type { OutboundFetch, RelayEnvironment, Timers } from '../providers/types.ts';
import { checkAddress } from './check-address.ts';
import { adviceFor, failureError, refusalError, type HttpRefusal } from './http-failure.ts';
import { httpPolicy, type HttpPolicy } from './http-policy.ts';
import { isRedirect, nextHop, type Hop } from './next-hop.ts';
import { parseUrl } from './parse-url.ts';
import { decodeText, mayBeText, mediaTypeOf } from './read-answer.ts';
import { refusedHeader } from '#shared/run/http-headers.ts';

export interface HttpCallDependencies {
  readonly environment: RelayEnvironment;
  /** Aborting means that a person stopped the call. */
  readonly signal: AbortSignal;
  /** The platform's fetch. */
  readonly fetch: OutboundFetch;
  readonly timers: Timers;
  /** Wall clock in milliseconds. */
  readonly now: () => number;
  /** Awaited directly before the first request leaves: `call.sent` is stored here. When it rejects, nothing is sent. */
  readonly onSent: () => void | Promise<void>;
  readonly limits?: Partial<CallLimits> | undefined;
}

/** How the exchange came out. */
type Outcome =
  | { readonly type: 'answer'; readonly http: HttpAnswer; readonly text: string }
  | { readonly type: 'failure'; readonly failure: CallFailure; readonly host: string }
  | { readonly type: 'refusal'; readonly refusal: HttpRefusal };

/** What one exchange works with. */
interface Exchange {
  readonly dependencies: HttpCallDependencies;
  readonly policy: HttpPolicy;
  readonly limits: CallLimits;
  readonly startedAt: number;
}

/**
 * Makes one request to a server of the open web and says how it ended. Never throws, never repeats anything. Redirects are
 * part of it: each address is checked as the first was. Whatever complete answer comes is a success here, 404 too: what a
 * status means is for whoever asked. Only 429 and 503 are failures, because they say by themselves when to ask again.
 */
export async function runHttpCall(
  request: HttpCallRequest,
  dependencies: HttpCallDependencies,
): Promise<CallEnd> {
  const startedAt = dependencies.now();
  const exchange: Exchange = {
    dependencies,
    policy: httpPolicy(dependencies.environment),
    limits: { ...httpLimits(dependencies.environment), ...dependencies.limits },
    startedAt,
  };
  const first = firstHop(request, exchange.policy);
  const outcome = 'type' in first ? first : await follow(first, exchange);
  return endOf(request, outcome, Math.max(0, dependencies.now() - startedAt));
}

/** Patience and bytes of a request, as whoever runs the relay has them. */
function httpLimits(environment: RelayEnvironment): CallLimits {
  const { limits } = lowerLimits(environment['WEFT_LIMITS']);
  return callLimits({
    headersDeadlineMs: limits.httpHeadersDeadlineMs,
    idleDeadlineMs: limits.httpIdleDeadlineMs,
    totalDeadlineMs: limits.httpTotalDeadlineMs,
    responseBytes: limits.httpResponseBytes,
  });
}

function firstHop(request: HttpCallRequest, policy: HttpPolicy): Hop | Outcome {
  const { method, headers, body } = request;
  const checked = checkAddress(request.url, policy);
  const refuse = (refusal: HttpRefusal): Outcome => ({ type: 'refusal', refusal });
  if (!checked.ok) {
    const host = parseUrl(request.url)?.hostname ?? '';
    return refuse({ type: 'address', fault: checked.why, host, redirected: false });
  }
  // The log names the host that is asked: a request may not say it asks another.
  if (request.model !== checked.url.hostname)
    return refuse({ type: 'address', fault: 'no-address', host: request.model, redirected: false });
  const refused = refusedHeader(headers);
  if (refused !== null) return refuse({ type: 'header', name: refused });
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) return refuse({ type: 'body' });
  return { url: checked.url, method, headers, body };
}

/** Asks, and goes where it is sent, until there is an answer. */
async function follow(first: Hop, exchange: Exchange): Promise<Outcome> {
  let hop = first;
  for (let redirects = 0; ; redirects += 1) {
    const outcome = await ask(hop, exchange, redirects === 0);
    if (outcome.type !== 'redirect') return outcome;
    if (redirects === LIMITS.httpRedirects)
      return { type: 'refusal', refusal: { type: 'too-many-redirects' } };
    const target = parseUrl(outcome.location, hop.url.href);
    const checked = checkAddress(target?.href ?? '', exchange.policy);
    if (!checked.ok) {
      const host = target?.hostname ?? '';
      return { type: 'refusal', refusal: { type: 'address', fault: checked.why, host, redirected: true } };
    }
    hop = nextHop(hop, outcome.status, checked.url);
  }
}

type HopOutcome = Outcome | { readonly type: 'redirect'; readonly status: number; readonly location: string };

async function ask(hop: Hop, exchange: Exchange, isFirst: boolean): Promise<HopOutcome> {
  const { dependencies, limits, startedAt } = exchange;
  const { timers, now, signal } = dependencies;
  const left = limits.totalDeadlineMs - (now() - startedAt);
  const outbound = createOutbound({
    ...{ timers, now, signal },
    fetch: standInFetch(dependencies.fetch, exchange.policy),
    baseUrl: hop.url.origin,
    allowHttp: false,
    limits: { ...limits, totalDeadlineMs: Math.max(0, left) },
    accept: 'anything',
    sentHeaders: [...Object.keys(hop.headers), 'accept'],
    beforeSend: isFirst ? dependencies.onSent : undefined,
  });
  const { method, body } = hop;
  const headers = { accept: '*/*', ...hop.headers };
  try {
    const response = await outbound.fetch(hop.url.href, {
      ...{ method, headers },
      ...(body === undefined ? {} : { body }),
    });
    const location = response.headers.get('location');
    if (isRedirect(response.status) && location !== null)
      return { type: 'redirect', status: response.status, location };
    return await readAnswer(hop, response, now());
  } catch (caught) {
    const known = outbound.failure() ?? (caught instanceof CallFailed ? caught.failure : UNEXPECTED);
    return { type: 'failure', failure: inLimits(known, limits), host: hop.url.hostname };
  } finally {
    outbound.close();
  }
}

const UNEXPECTED: CallFailure = { code: 'internal', outcome: 'unknown', retry: 'ask' };

/** How long in all is told of the whole exchange, not of what was left for this request; how large of what was allowed. */
function inLimits(failure: CallFailure, limits: CallLimits): CallFailure {
  if (failure.code === 'deadline-total') return { ...failure, detail: inWords(limits.totalDeadlineMs) };
  if (failure.code === 'provider-too-large')
    return { ...failure, detail: `${Math.round(limits.responseBytes / 1024)} KiB` };
  return failure;
}

/** The address was checked as it is; tests put a server of this machine in its place. */
function standInFetch(fetch: OutboundFetch, policy: HttpPolicy): OutboundFetch {
  return (input, init) => {
    const url = new URL(String(input));
    return fetch(`${policy.originOf(url.hostname)}${url.pathname}${url.search}`, init);
  };
}

async function readAnswer(hop: Hop, response: Response, now: number): Promise<Outcome> {
  const { status, headers } = response;
  const host = hop.url.hostname;
  if (status === 429 || status === 503)
    return { type: 'failure', failure: classifyStatus(status, undefined, retryAfterMs(headers, now)), host };
  const mediaType = mediaTypeOf(headers);
  const hasBody = response.body !== null && hop.method !== 'HEAD';
  if (hasBody && !mayBeText(mediaType)) {
    const failure: CallFailure = {
      code: 'invalid-output',
      outcome: 'error',
      retry: 'never',
      detail: mediaType,
    };
    return { type: 'failure', failure, host };
  }
  const text = hasBody ? decodeText(new Uint8Array(await response.arrayBuffer()), headers) : '';
  const url = `${hop.url.origin}${hop.url.pathname}`;
  return { type: 'answer', http: { status, mediaType, url }, text };
}

function endOf(request: HttpCallRequest, outcome: Outcome, durationMs: number): CallEnd {
  // Nobody is paid for it.
  const costMicroUsd = 0;
  switch (outcome.type) {
    case 'answer': {
      const { http, text } = outcome;
      const answer = { http, ...(text === '' ? {} : { text: { kind: 'inline', text } as const }) };
      return { outcome: 'ok', retry: 'never', ...answer, finishReason: 'stop', costMicroUsd, durationMs };
    }
    case 'refusal':
      return {
        outcome: 'error',
        retry: 'never',
        error: refusalError(outcome.refusal),
        costMicroUsd,
        durationMs,
      };
    case 'failure': {
      const { failure, host } = outcome;
      const retry = adviceFor(failure, request.method);
      const error = failureError(failure, host, retry);
      const wait = failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs };
      return { outcome: failure.outcome, retry, ...wait, error, costMicroUsd, durationMs };
    }
    default:
      return outcome satisfies never;
  }
}
