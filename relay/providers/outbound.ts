import { CallFailed, type CallFailure } from './call-failed.ts';
import { inWords, type CallLimits } from './call-limits.ts';
import { classifyStatus } from './classify-status.ts';
import { failureHint } from './failure-hint.ts';
import { createKeyHider, keyIn } from './hide-key.ts';
import { guardBody } from './outbound-body.ts';
import { retryAfterMs } from './retry-after.ts';
import { RING_KEY_STAND_IN, type RingKeyOpener } from './ring-key.ts';
import type { OutboundFetch, Timers } from './types.ts';

/**
 * The only door to other hosts. One outbound serves one call: it lets one request out, to one origin that was fixed
 * before the request existed, and remembers how that request failed. SDKs wrap errors, and take an aborted stream for a
 * finished one, so what counts is this memory, not what they throw.
 */
export interface Outbound {
  readonly fetch: OutboundFetch;
  /** The first failure met, or null. */
  failure(): CallFailure | null;
  /** True from the moment the request left (after `beforeSend`). */
  wasSent(): boolean;
  /** Stops timers and the request; idempotent. */
  close(): void;
}

export interface OutboundOptions {
  /** The platform's fetch. */
  readonly fetch: OutboundFetch;
  readonly timers: Timers;
  /** Wall clock in milliseconds, for Retry-After dates. */
  readonly now: () => number;
  readonly baseUrl: string;
  /** Plain http: only for custom origins that the operator named and for the loopback test override. */
  readonly allowHttp: boolean;
  readonly limits: CallLimits;
  readonly signal: AbortSignal;
  /**
   * What a good answer is: a stream of events, one JSON document, or that or a picture. 'anything' hands every status and
   * type on, redirects too, to whoever judges them.
   */
  readonly accept: 'event-stream' | 'json' | 'picture' | 'anything';
  /** Header names that leave, besides our own `user-agent`; left out = those that providers need. */
  readonly sentHeaders?: readonly string[] | undefined;
  /** For a call that a key ring pays: opens its key, once nothing is left to do but to send. */
  readonly openRingKey?: RingKeyOpener | undefined;
  /** Runs directly before the request leaves; if it rejects nothing is sent. */
  readonly beforeSend?: (() => void | Promise<void>) | undefined;
}

/** What may be sent besides the body. SDK telemetry, cookies and environment headers stay here. */
const SENT_HEADERS = ['accept', 'anthropic-version', 'authorization', 'content-type', 'x-api-key'] as const;

/** An error body is read only for its code, and only this far. */
const ERROR_BODY_BYTES = 8 * 1024;
const ERROR_BODY_MS = 2_000;

interface Call {
  readonly options: OutboundOptions;
  readonly abort: AbortController;
  fail(failure: CallFailure): CallFailed;
  failure: CallFailure | null;
  /** A request was asked for: there will be no second one, not even while the first is being recorded. */
  begun: boolean;
  sent: boolean;
  /** The key that the request carried, of which the answer is cleaned. */
  key: string;
  readonly cleanups: (() => void)[];
}

/** Builds the outbound of one call. Nothing happens before its fetch is called. */
export function createOutbound(options: OutboundOptions): Outbound {
  const call = openCall(options);
  const close = (): void => {
    for (const cleanup of call.cleanups.splice(0)) cleanup();
    if (!call.abort.signal.aborted) call.abort.abort();
  };
  return Object.freeze({
    fetch: (input: string | URL | Request, init?: RequestInit) => send(call, input, init ?? {}),
    failure: () => call.failure,
    wasSent: () => call.sent,
    close,
  });
}

function openCall(options: OutboundOptions): Call {
  const call: Call = {
    options,
    abort: new AbortController(),
    failure: null,
    begun: false,
    sent: false,
    key: '',
    cleanups: [],
    fail(failure) {
      call.failure ??= failure;
      if (!call.abort.signal.aborted) call.abort.abort();
      return new CallFailed(call.failure);
    },
  };
  return call;
}

async function send(call: Call, input: string | URL | Request, init: RequestInit): Promise<Response> {
  const { options } = call;
  if (call.begun || call.failure !== null) {
    throw call.fail({ code: 'internal', outcome: 'error', retry: 'never' });
  }
  call.begun = true;
  const url = checkedUrl(call, input);
  followSignals(call, init.signal ?? null);
  await recordSending(call);
  if (call.abort.signal.aborted) throw call.fail(aborted());
  const headers = await withRingKey(call, allowedHeaders(init.headers, options.sentHeaders ?? SENT_HEADERS));
  if (call.abort.signal.aborted) throw call.fail(aborted());
  call.key = keyIn(headers);
  call.sent = true;
  startDeadline(call, 'deadline-total', options.limits.totalDeadlineMs);
  const stopHeadersDeadline = startDeadline(call, 'deadline-headers', options.limits.headersDeadlineMs);
  const response = await exchange(call, url, { ...init, headers });
  stopHeadersDeadline();
  return await checkedResponse(call, response);
}

function checkedUrl(call: Call, input: string | URL | Request): string {
  const { baseUrl, allowHttp } = call.options;
  const url = new URL(input instanceof Request ? input.url : input);
  const base = new URL(baseUrl);
  const path = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  const secure = url.protocol === 'https:' || (allowHttp && url.protocol === 'http:');
  const plain = url.username === '' && url.password === '';
  if (!secure || !plain || url.origin !== base.origin || !url.pathname.startsWith(path)) {
    throw call.fail({ code: 'not-allowed', outcome: 'error', retry: 'never', unbilled: true });
  }
  return url.href;
}

function followSignals(call: Call, sdkSignal: AbortSignal | null): void {
  const byPerson = (): void => void call.fail(aborted());
  const bySdk = (): void => call.abort.abort();
  listen(call, call.options.signal, byPerson);
  if (sdkSignal !== null) listen(call, sdkSignal, bySdk);
}

function listen(call: Call, signal: AbortSignal, listener: () => void): void {
  if (signal.aborted) return listener();
  signal.addEventListener('abort', listener, { once: true });
  call.cleanups.push(() => signal.removeEventListener('abort', listener));
}

async function recordSending(call: Call): Promise<void> {
  if (call.abort.signal.aborted) throw call.fail(aborted());
  try {
    await call.options.beforeSend?.();
  } catch {
    // Nothing left the relay, so the same call may safely be made again.
    throw call.fail({ code: 'storage-failed', outcome: 'error', retry: 'safe', unbilled: true });
  }
}

/** @returns a function that takes the deadline back. */
function startDeadline(
  call: Call,
  code: 'deadline-total' | 'deadline-headers',
  delayInMs: number,
): () => void {
  const { timers } = call.options;
  const expire = (): void =>
    void call.fail({ code, outcome: 'unknown', retry: 'ask', detail: inWords(delayInMs) });
  const handle = timers.setTimeout(expire, delayInMs);
  const stop = (): void => timers.clearTimeout(handle);
  call.cleanups.push(stop);
  return stop;
}

async function exchange(call: Call, url: string, init: RequestInit): Promise<Response> {
  const { signal } = call.abort;
  // Some platforms leave a fetch pending when they are told to stop: the race makes sure that we do not.
  const stopped = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new CallFailed(aborted())), { once: true });
  });
  stopped.catch(() => undefined);
  const request: RequestInit = {
    method: init.method ?? 'GET',
    headers: init.headers ?? new Headers(),
    // workerd follows redirects and hands `authorization` and `x-api-key` to the next host (platform.md §0.4).
    redirect: 'manual',
    signal,
    ...(init.body === undefined || init.body === null ? {} : { body: init.body }),
  };
  try {
    return await Promise.race([call.options.fetch(url, request), stopped]);
  } catch (thrown) {
    // Whoever stopped the request has already said why.
    if (signal.aborted) throw thrown;
    // Refused, reset and reset-after-body look alike in workerd: the request may have arrived and been billed.
    throw call.fail({ code: 'unknown-outcome', outcome: 'unknown', retry: 'ask' });
  }
}

function allowedHeaders(headers: RequestInit['headers'] | undefined, names: readonly string[]): Headers {
  const given = new Headers(headers);
  const sent = new Headers({ 'user-agent': 'weft' });
  for (const name of names) {
    const value = given.get(name);
    if (value !== null) sent.set(name, value);
  }
  return sent;
}

/** The only place where a ring's key is in the clear, besides the one where it was put in [SE1]. */
async function withRingKey(call: Call, headers: Headers): Promise<Headers> {
  const { openRingKey } = call.options;
  if (openRingKey === undefined) return headers;
  const key = await openRingKey();
  if (key === null)
    throw call.fail({ code: 'key-unreadable', outcome: 'error', retry: 'never', unbilled: true });
  for (const name of ['authorization', 'x-api-key']) {
    const value = headers.get(name);
    if (value !== null)
      headers.set(
        name,
        value.replace(RING_KEY_STAND_IN, () => key),
      );
  }
  return headers;
}

async function checkedResponse(call: Call, response: Response): Promise<Response> {
  const { accept, now } = call.options;
  if (accept === 'anything') return guarded(call, response);
  // Browsers' fetch hides a manual redirect behind status 0.
  const redirected = response.status === 0 || (response.status >= 300 && response.status < 400);
  if (!response.ok) {
    const hint = redirected ? undefined : failureHint(await errorBody(call, response));
    const wait = retryAfterMs(response.headers, now());
    throw call.fail(classifyStatus(redirected ? 302 : response.status, hint, wait));
  }
  if (!isExpected(response, accept) || response.body === null) {
    throw call.fail({ code: 'provider-malformed', outcome: 'error', retry: 'ask', status: response.status });
  }
  const type = response.headers.get('content-type') ?? 'text/event-stream';
  const { body, status } = guarded(call, response);
  return new Response(body, { status, headers: { 'content-type': type } });
}

/** The answer as it came, but for a body that cannot hang or flood. */
function guarded(call: Call, response: Response): Response {
  if (response.body === null) return response;
  const { limits, timers, accept } = call.options;
  const body = guardBody({
    source: response.body,
    limits,
    timers,
    signal: call.abort.signal,
    lines: accept === 'event-stream',
    // What a flow asks of the open web carries no key of ours.
    hider: accept === 'anything' ? null : createKeyHider(call.key),
    fail: (failure) => call.fail(failure),
  });
  const { status, headers } = response;
  // These have no body to guard, and a Response with one would be none (fetch standard, "null body status").
  if (status === 204 || status === 205 || status === 304) return new Response(null, { status, headers });
  return new Response(body, { status, headers });
}

function isExpected(response: Response, accept: Exclude<OutboundOptions['accept'], 'anything'>): boolean {
  const type = (response.headers.get('content-type') ?? '').toLowerCase();
  // Small self-made servers leave the type away; a web page or a JSON error with status 200 they do not.
  if (type === '') return true;
  switch (accept) {
    case 'event-stream':
      return type.includes('text/event-stream');
    case 'json':
      return type.includes('json');
    case 'picture':
      // Stores of files often say no more than that it is bytes; what they are is read from the bytes.
      return /json|^image\/|octet-stream/.test(type);
    default:
      return accept satisfies never;
  }
}

async function errorBody(call: Call, response: Response): Promise<string> {
  if (response.body === null) return '';
  const { timers } = call.options;
  const reader = response.body.getReader();
  const handle = timers.setTimeout(() => void reader.cancel().catch(() => undefined), ERROR_BODY_MS);
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < ERROR_BODY_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value as Uint8Array, { stream: true });
    }
  } catch {
    // The status alone classifies the failure; a body that breaks off adds nothing.
  } finally {
    timers.clearTimeout(handle);
    reader.cancel().catch(() => undefined);
  }
  return text.slice(0, ERROR_BODY_BYTES);
}

function aborted(): CallFailure {
  return { code: 'aborted', outcome: 'aborted', retry: 'never' };
}
