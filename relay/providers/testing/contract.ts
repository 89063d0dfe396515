import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  startProviderServer,
  type ProviderServer,
} from '../../../e2e/fixtures/provider-server/start-provider-server.ts';
import { BEHAVIOURS, type BehaviourName } from '../../../e2e/fixtures/provider-server/behaviours.ts';
import { callEndSchema, type CallEnd } from '#shared/run/call.ts';
import type { RelayEnvironment } from '../types.ts';
import { callRequest, recordCall, type CallRecord } from './harness.ts';
import { registerToolTests } from './tool-contract.ts';

/** What a call of each kind of behaviour ends with, whatever the provider. */
interface Expected {
  readonly outcome: CallEnd['outcome'];
  readonly retry: CallEnd['retry'];
  readonly code?: string;
  readonly retryAfterMs?: number;
}

const OK: Expected = { outcome: 'ok', retry: 'never' };

const EXPECTED: { readonly [name in BehaviourName]: Expected } = {
  ok: OK,
  slow: OK,
  reasoning: OK,
  length: OK,
  'no-usage': OK,
  refusal: { outcome: 'error', retry: 'never', code: 'provider-refused' },
  echo: OK,
  'rate-limited': { outcome: 'error', retry: 'safe', code: 'provider-rate-limited', retryAfterMs: 2_000 },
  'rate-limited-bare': { outcome: 'error', retry: 'safe', code: 'provider-rate-limited' },
  'rate-limited-date': {
    outcome: 'error',
    retry: 'safe',
    code: 'provider-rate-limited',
    retryAfterMs: 60_000,
  },
  'rate-limited-garbage': { outcome: 'error', retry: 'safe', code: 'provider-rate-limited' },
  'rate-limited-long': {
    outcome: 'error',
    retry: 'safe',
    code: 'provider-rate-limited',
    retryAfterMs: 60_000,
  },
  'rate-limited-ms': { outcome: 'error', retry: 'safe', code: 'provider-rate-limited', retryAfterMs: 1_500 },
  'rate-limited-twice': { outcome: 'error', retry: 'safe', code: 'provider-rate-limited', retryAfterMs: 0 },
  'no-credit': { outcome: 'error', retry: 'never', code: 'provider-error' },
  unavailable: { outcome: 'error', retry: 'safe', code: 'provider-unavailable', retryAfterMs: 1_000 },
  overloaded: { outcome: 'error', retry: 'ask', code: 'provider-unavailable' },
  'server-error': { outcome: 'error', retry: 'ask', code: 'provider-error' },
  'bad-request': { outcome: 'error', retry: 'never', code: 'provider-bad-request' },
  'too-long': { outcome: 'error', retry: 'never', code: 'provider-bad-request' },
  forbidden: { outcome: 'error', retry: 'never', code: 'key-refused' },
  'not-found': { outcome: 'error', retry: 'never', code: 'model-not-found' },
  'error-in-stream': { outcome: 'error', retry: 'ask', code: 'provider-error' },
  stall: { outcome: 'unknown', retry: 'ask', code: 'deadline-idle' },
  'stall-before-headers': { outcome: 'unknown', retry: 'ask', code: 'deadline-headers' },
  'no-end-marker': { outcome: 'unknown', retry: 'ask', code: 'incomplete-stream' },
  empty: { outcome: 'unknown', retry: 'ask', code: 'incomplete-stream' },
  cut: { outcome: 'unknown', retry: 'ask', code: 'connection-lost' },
  'cut-before-headers': { outcome: 'unknown', retry: 'ask', code: 'unknown-outcome' },
  malformed: { outcome: 'error', retry: 'ask', code: 'provider-malformed' },
  'wrong-shape': { outcome: 'error', retry: 'ask', code: 'provider-malformed' },
  redirect: { outcome: 'error', retry: 'never', code: 'provider-redirected' },
  'huge-line': { outcome: 'error', retry: 'ask', code: 'provider-too-large' },
  flood: { outcome: 'error', retry: 'ask', code: 'provider-too-large' },
  'wrong-type': { outcome: 'error', retry: 'ask', code: 'provider-malformed' },
  'json-instead': { outcome: 'error', retry: 'ask', code: 'provider-malformed' },
  tools: OK,
  'tools-whole': OK,
  'tools-broken': OK,
  'tools-cut': { outcome: 'unknown', retry: 'ask', code: 'connection-lost' },
  'tools-error': { outcome: 'error', retry: 'ask', code: 'provider-error' },
  'tools-huge': { outcome: 'error', retry: 'ask', code: 'output-too-large' },
};

/** Behaviours that begin an answer and break off in the middle of it. */
const HALF: readonly BehaviourName[] = [
  'error-in-stream',
  'stall',
  'no-end-marker',
  'cut',
  'malformed',
  'huge-line',
];

const CANARY = 'sk-canary-7f3a9c1e5b2d4860-weft';
const OTHER_KEY = 'sk-other-provider-5a5a5a5a5a5a';

/** Deadlines short enough for a test that waits for them, over a real connection; all others have the time they need. */
const WAITED_FOR = { headersDeadlineMs: 300, idleDeadlineMs: 300 };
const STALLS: readonly string[] = ['stall', 'stall-before-headers'] satisfies BehaviourName[];

interface Subject {
  readonly provider: string;
  readonly keyVariable: string;
  /** Added to the server's address, as the provider's own base URL has it. */
  readonly basePath: string;
  readonly environment?: (url: string) => RelayEnvironment;
}

/** The suite that every adapter which talks to a provider passes, over real HTTP through its SDK. */
export function describeProviderContract(subject: Subject): void {
  describe(`provider contract: ${subject.provider}`, () => {
    let server: ProviderServer;
    beforeAll(async () => {
      server = await startProviderServer({ key: CANARY });
    });
    afterEach(() => server.reset());
    afterAll(() => server.close());

    const environment = (): RelayEnvironment => ({
      MISTRAL_API_KEY: OTHER_KEY,
      OPENAI_API_KEY: OTHER_KEY,
      [subject.keyVariable]: CANARY,
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ [subject.provider]: `${server.url}${subject.basePath}` }),
      ...subject.environment?.(server.url),
    });
    const call = (model: string, changes: Parameters<typeof recordCall>[2] = {}): Promise<CallRecord> =>
      recordCall(callRequest({ provider: subject.provider, model }), environment(), {
        limits: STALLS.includes(model) ? WAITED_FOR : {},
        ...changes,
      });

    it.each(BEHAVIOURS)(
      '[CA1] [SE1] %s: exactly one request, classified, no byte of a key',
      async (behaviour) => {
        const record = await call(behaviour);
        const { outcome, retry, retryAfterMs, error } = record.end;
        expect(server.requests).toHaveLength(1);
        expect(record.sent).toBe(1);
        const code = error === undefined ? {} : { code: error.code };
        const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
        expect({ outcome, retry, ...code, ...wait }).toEqual(EXPECTED[behaviour]);
        expect(callEndSchema.safeParse(record.end).success).toBe(true);
        const out = JSON.stringify(record);
        const pieces = [CANARY, CANARY.slice(0, 12), CANARY.slice(-12), OTHER_KEY];
        for (const piece of pieces) expect(out).not.toContain(piece);
        expect(JSON.stringify(server.requests)).not.toContain(OTHER_KEY);
      },
    );

    it('[SE1] a refused key is said without the key', async () => {
      const wrong = 'sk-wrong-0123456789abcdef';
      const end = await recordCall(callRequest({ provider: subject.provider }), {
        ...environment(),
        [subject.keyVariable]: wrong,
      });
      expect(end.end).toMatchObject({ outcome: 'error', retry: 'never', error: { code: 'key-refused' } });
      expect(JSON.stringify(end)).not.toContain('sk-wrong');
    });

    it('streams the text in deltas that join to it, with usage and an even track', async () => {
      const { end, deltas } = await call('ok');
      const text = deltas.map((delta) => delta.text).join('');
      expect(text).toBe('This is the answer to: Say hello to the harbour. It has a few more words.');
      expect(end.text).toEqual({ kind: 'inline', text });
      expect(deltas.map((delta) => delta.offset)).toEqual(offsetsOf(deltas));
      expect(end.usage).toMatchObject({ inputTokens: 21, outputTokens: 16 });
      expect(end.finishReason).toBe('stop');
      expect(end.timing?.at(-2)).toBe(text.length);
    });

    it('keeps what a model thinks apart from what it says', async () => {
      const { end } = await call('reasoning');
      expect(end.reasoning).toEqual({ kind: 'inline', text: 'First think, then write. ' });
      expect(end.text).toEqual({
        kind: 'inline',
        text: 'This is the answer to: Say hello to the harbour. It has a few more words.',
      });
    });

    it('an answer cut by its own limit is an answer that says so', async () => {
      expect((await call('length')).end).toMatchObject({ outcome: 'ok', finishReason: 'length' });
    });

    it('a refusal keeps its words', async () => {
      const { end } = await call('refusal');
      expect(end.text).toEqual({ kind: 'inline', text: 'I cannot help with that.' });
    });

    it.each(HALF)('%s: what arrived until then is kept', async (behaviour) => {
      const { end } = await call(behaviour);
      expect(end.text).toMatchObject({ kind: 'inline' });
      expect(end.costMicroUsd).toBeNull();
    });

    it('stops when a person stops it', async () => {
      const controller = new AbortController();
      const stop = (): void => controller.abort();
      const { end } = await call('stall', { signal: controller.signal, onDelta: stop, limits: {} });
      expect(end).toMatchObject({ outcome: 'aborted', retry: 'never', error: { code: 'aborted' } });
      expect(server.requests).toHaveLength(1);
    });

    it('costs nothing when it is stopped before it is sent', async () => {
      const { end } = await call('ok', { signal: AbortSignal.abort() });
      expect(end).toMatchObject({ outcome: 'aborted', retry: 'never', costMicroUsd: 0 });
      expect(server.requests).toHaveLength(0);
    });

    it('[CA1, RK2] a call whose sending cannot be recorded is not sent', async () => {
      const { end } = await call('ok', { onSent: () => Promise.reject(new Error('disk full')) });
      expect(end).toMatchObject({
        outcome: 'error',
        retry: 'safe',
        error: { code: 'storage-failed' },
        costMicroUsd: 0,
      });
      expect(server.requests).toHaveLength(0);
    });

    registerToolTests({
      server: () => server,
      call: (request) => recordCall({ ...request, provider: subject.provider }, environment()),
    });

    it('sends nothing but its own few headers', async () => {
      await call('ok');
      const expected = [
        'accept',
        'content-type',
        'user-agent',
        'authorization',
        'x-api-key',
        'anthropic-version',
      ];
      const byTransport = [
        'host',
        'connection',
        'content-length',
        'accept-language',
        'accept-encoding',
        'sec-fetch-mode',
      ];
      const names = Object.keys(server.requests[0]?.headers ?? {});
      expect(names.filter((name) => ![...expected, ...byTransport].includes(name))).toEqual([]);
    });
  });
}

function offsetsOf(deltas: CallRecord['deltas']): readonly number[] {
  let offset = 0;
  return deltas.map((delta) => {
    const at = offset;
    offset += delta.text.length;
    return at;
  });
}
