import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import { startWatchedRelay, type WatchedRelay } from '../e2e/security/watched-relay.ts';
import { callIdOf, callStart } from './core/testing.ts';
import { imageRequest } from './providers/testing/harness.ts';
import { startPictureServer, TEST_PNG, type PictureServer } from './providers/testing/picture-server.ts';
import { createApiClient, until, type ApiClient } from './testing/api-client.ts';

const KEY = 'sk-canary-of-polled-pictures-41c7';

let relay: WatchedRelay;
let provider: PictureServer;
let ann: ApiClient;

beforeAll(async () => {
  provider = await startPictureServer(KEY);
  relay = await startWatchedRelay({
    port: 4702,
    env: {
      FIREWORKS_API_KEY: KEY,
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ fireworks: provider.url }),
    },
  });
  ann = await createApiClient(relay.url);
});

afterEach(() => provider.reset());

afterAll(async () => {
  await relay.stop();
  await provider.close();
});

const isQuestion = ({ path }: { readonly path: string }): boolean => path.endsWith('/get_result');
const questions = () => provider.requests.filter(isQuestion).length;
const paidFor = () => provider.requests.length - questions();

async function paint(model: string): Promise<string> {
  const runId = await ann.startRun();
  const request = imageRequest({ provider: 'fireworks', model });
  await ann.poll(runId, { commands: [{ clientId: 'p', n: 1, ...callStart(1, { request }) }] });
  return runId;
}

const endOf = async (runId: string) => {
  const { entries } = await ann.poll(runId, {});
  return entries.flatMap((entry) => (entry.type === 'call.ended' ? [entry.data] : []));
};

describe('kill -9 of workerd while a picture is asked for', () => {
  it('[RK8, CA1] hands in once, goes on asking with the number it was given, and has the picture', async () => {
    const runId = await paint('ok');
    await until(
      async () => questions(),
      (count) => count === 1,
    );
    await relay.killWorkerd();
    await relay.untilHealthy();
    // Nobody asks for the run: its own alarm wakes it.
    await until(
      async () => questions(),
      (count) => count === 3,
    );
    const [ended] = await until(
      () => endOf(runId),
      (found) => found.length === 1,
    );
    const blob = hashBytes(TEST_PNG);
    expect(ended).toMatchObject({ callId: callIdOf(1), end: { outcome: 'ok', image: { blob } } });
    expect(paidFor()).toBe(1);
    expect(provider.requests.filter(isQuestion).map(({ body }) => body)).toEqual(
      Array.from({ length: 3 }, () => ({ id: 'id-ok' })),
    );
    const picture = await ann.request('GET', `/api/runs/${runId}/blobs/${blob}`);
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(TEST_PNG);
  });

  it('[CA1, RK3] gives up what was killed before there was a number, and hands nothing in again', async () => {
    const runId = await paint('stall-before-headers');
    await until(
      async () => paidFor(),
      (count) => count === 1,
    );
    await relay.killWorkerd();
    await relay.untilHealthy();
    const [ended] = await until(
      () => endOf(runId),
      (found) => found.length === 1,
    );
    expect(ended?.end).toMatchObject({ outcome: 'unknown', retry: 'ask', costMicroUsd: null });
    expect([paidFor(), questions()]).toEqual([1, 0]);
  });
});
