import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import { callEndSchema, type CallEnd } from '#shared/run/call.ts';
import type { RelayEnvironment } from '../types.ts';
import { imageRequest, recordCall, type CallRecord } from './harness.ts';
import {
  PICTURE_FAILURES,
  startPictureServer,
  TEST_PNG,
  type PictureFailure,
  type PictureServer,
} from './picture-server.ts';

type Expected = readonly [outcome: CallEnd['outcome'], retry: CallEnd['retry'], code: string];

/** What a picture call ends with, whatever the provider. */
const EXPECTED: { readonly [name in PictureFailure]: Expected } = {
  'rate-limited': ['error', 'safe', 'provider-rate-limited'],
  unavailable: ['error', 'safe', 'provider-unavailable'],
  'server-error': ['error', 'ask', 'provider-error'],
  'bad-request': ['error', 'never', 'provider-bad-request'],
  'moderated-at-once': ['error', 'never', 'provider-refused'],
  'not-found': ['error', 'never', 'model-not-found'],
  'stall-before-headers': ['unknown', 'ask', 'deadline-headers'],
  'cut-before-headers': ['unknown', 'ask', 'unknown-outcome'],
  cut: ['unknown', 'ask', 'connection-lost'],
  malformed: ['error', 'ask', 'provider-malformed'],
  page: ['error', 'ask', 'provider-malformed'],
  'wrong-type': ['error', 'ask', 'provider-malformed'],
  redirect: ['error', 'never', 'provider-redirected'],
  flood: ['error', 'ask', 'provider-too-large'],
};

const CANARY = 'sk-canary-7f3a9c1e5b2d4860-weft';
/** Short enough for a test that waits for them. */
const WAITED_FOR = { headersDeadlineMs: 400, idleDeadlineMs: 400 };

interface Subject {
  readonly provider: string;
  readonly keyVariable: string;
  /** Members of the paid request's body for a wish of 1,500 by 1,000 pixels without fog. */
  readonly sent: object;
}

export interface PictureContract {
  readonly server: () => PictureServer;
  /** One call of a model typed by hand. */
  readonly call: (model: string, changes?: Parameters<typeof recordCall>[2]) => Promise<CallRecord>;
}

/** The suite that every adapter which makes pictures passes, over real HTTP. */
export function describePictureContract(subject: Subject, more?: (contract: PictureContract) => void): void {
  describe(`picture contract: ${subject.provider}`, () => {
    let server: PictureServer;
    beforeAll(async () => {
      server = await startPictureServer(CANARY);
    });
    afterEach(() => server.reset());
    afterAll(() => server.close());

    const environment = (key = CANARY): RelayEnvironment => ({
      [subject.keyVariable]: key,
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ [subject.provider]: server.url }),
    });
    const request = (model: string) =>
      imageRequest({
        provider: subject.provider,
        model,
        size: { width: 1_500, height: 1_000 },
        negative: 'fog',
      });
    const call: PictureContract['call'] = (model, changes = {}) =>
      recordCall(request(model), environment(), {
        limits: {
          ...(model.startsWith('stall') ? WAITED_FOR : {}),
          picturePollMs: 5,
          picturePolls: 8,
          responseBytes: 100_000,
        },
        ...changes,
      });

    it('stores the picture under its own hash and kind before the call has ended', async () => {
      const { end, stored, sent, deltas } = await call('ok');
      const image = { blob: hashBytes(TEST_PNG), mediaType: 'image/png', bytes: TEST_PNG.length };
      expect(end).toMatchObject({ outcome: 'ok', retry: 'never', image });
      expect(stored.get(image.blob)).toEqual(TEST_PNG);
      expect([sent, deltas.length]).toEqual([1, 0]);
      expect(callEndSchema.safeParse(end).success).toBe(true);
    });

    it('sends prompt, what is unwanted, and the size as its models take it', async () => {
      await call('ok');
      expect(server.requests[0]?.body).toMatchObject(subject.sent);
      expect(JSON.stringify(server.requests[0]?.body)).toMatch(/red boat.*fog|fog.*red boat/);
      expect(JSON.stringify(server.requests[0]?.body)).not.toContain('purpose');
    });

    it.each(PICTURE_FAILURES)(
      '[CA1] [SE1] %s: one paid request, classified, no picture, no byte of a key',
      async (name) => {
        const record = await call(name);
        const { outcome, retry, error, image } = record.end;
        expect([outcome, retry, error?.code]).toEqual(EXPECTED[name]);
        expect([server.requests.length, record.sent, image, record.stored.size]).toEqual([
          1,
          1,
          undefined,
          0,
        ]);
        expect(JSON.stringify(record)).not.toContain(CANARY.slice(0, 14));
      },
    );

    it('[SE1] a refused key is said without the key', async () => {
      const { end } = await recordCall(request('ok'), environment('sk-wrong-0123456789'));
      expect(end).toMatchObject({
        outcome: 'error',
        retry: 'never',
        error: { code: 'key-refused' },
        costMicroUsd: 0,
      });
      expect(JSON.stringify(end)).not.toContain('sk-wrong');
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

    it('stops when a person stops it', async () => {
      const controller = new AbortController();
      const ended = call('stall-before-headers', { signal: controller.signal, limits: {} });
      while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      expect((await ended).end).toMatchObject({ outcome: 'aborted', retry: 'never' });
    });

    more?.({ server: () => server, call });
  });
}
