import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startProviderServer,
  type ProviderServer,
} from '../e2e/fixtures/provider-server/start-provider-server.ts';
import { startWatchedRelay, type WatchedRelay } from '../e2e/security/watched-relay.ts';
import { callIdOf, callStart, requestOf } from './core/testing.ts';
import { createApiClient, until, type ApiClient } from './testing/api-client.ts';

/** Looked for everywhere afterwards. */
const CANARY = 'sk-weft-canary-0f1e2d3c4b5a69788796a5b4c3d2e1f0';
let relay: WatchedRelay;
let provider: ProviderServer;
let ann: ApiClient;
const seen: string[] = [];

beforeAll(async () => {
  provider = await startProviderServer({ port: 4420, key: CANARY });
  relay = await startWatchedRelay({
    port: 4421,
    env: {
      MISTRAL_API_KEY: CANARY,
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ mistral: `${provider.url}/v1` }),
    },
  });
  ann = await createApiClient(relay.url);
});

afterAll(async () => {
  await relay.stop();
  await provider.close();
});

const start = (number: number, text: string, providerId = 'mistral') => ({
  clientId: 'p',
  n: number,
  ...callStart(number, {
    nodeId: `n${number}`,
    request: { ...requestOf(text, providerId), model: `model-${number}` },
  }),
});

const endsOf = async (runId: string) => {
  const { entries } = await ann.poll(runId, {});
  seen.push(JSON.stringify(entries));
  return Object.fromEntries(
    entries.flatMap((entry) => (entry.type === 'call.ended' ? [[entry.data.callId, entry.data.end]] : [])),
  );
};

describe('kill -9 of workerd in the middle of a run', () => {
  it('[RM1] [CA1] keeps what was acknowledged, goes on with what waited, and repeats nothing that was sent', async () => {
    const runId = await ann.startRun();
    // Four of a provider work at once: they stand still, two more wait in the queue.
    for (const number of [1, 2, 3, 4])
      provider.behaviour(`model-${number}`, 'ok', { text: 'one two three four', holdAfterWords: 2 });
    const commands = [1, 2, 3, 4, 5, 6].map((number) => start(number, `marker-${number}-`));
    const accepted = await ann.poll(runId, { commands });
    expect(accepted.acks).toHaveLength(6);
    await until(
      async () => provider.requests.length,
      (count) => count === 4,
    );
    await until(
      () => ann.poll(runId, {}),
      ({ partials }) => partials.filter(({ channel }) => channel === 'text').length === 4,
    );
    const before = await until(
      () => ann.poll(runId, {}),
      ({ entries }) => entries.filter(({ type }) => type === 'call.sent').length === 4,
    );
    await relay.killWorkerd();
    await relay.untilHealthy();

    const ends = await until(
      () => endsOf(runId),
      (found) => Object.keys(found).length === 6,
    );
    for (const number of [1, 2, 3, 4])
      expect(ends[callIdOf(number)]).toMatchObject({
        outcome: 'unknown',
        retry: 'ask',
        costMicroUsd: null,
      });
    for (const number of [5, 6]) expect(ends[callIdOf(number)]).toMatchObject({ outcome: 'ok' });
    for (const number of [1, 2, 3, 4, 5, 6]) expect(provider.countFor(`marker-${number}-`)).toBe(1);
    const after = await ann.poll(runId, {});
    expect(after.entries.slice(0, before.entries.length)).toEqual(before.entries);

    // The same commands once more: remembered, not repeated.
    const again = await ann.poll(runId, { commands });
    expect(again.acks).toHaveLength(6);
    expect(again.acks.every(({ data }) => (data as { ok: boolean }).ok)).toBe(true);
    for (const number of [1, 2, 3, 4, 5, 6]) expect(provider.countFor(`marker-${number}-`)).toBe(1);
  });

  it('[CA1] lets calls to the demo be repeated', async () => {
    const runId = await ann.startRun();
    await ann.poll(runId, { commands: [start(1, 'A long story about a lighthouse', 'demo')] });
    await until(
      () => ann.poll(runId, {}),
      ({ partials }) => partials.length > 0,
    );
    await relay.killWorkerd();
    await relay.untilHealthy();
    const ends = await until(
      () => endsOf(runId),
      (found) => Object.keys(found).length === 1,
    );
    expect(ends[callIdOf(1)]).toMatchObject({ outcome: 'unknown', retry: 'safe', costMicroUsd: 0 });
  });

  it('[RS4] wakes a run that nobody asks for', async () => {
    const runId = await ann.startRun();
    for (const number of [1, 2, 3, 4])
      provider.behaviour(`model-${number}`, 'ok', { text: 'x y z', holdAfterWords: 1 });
    await ann.poll(runId, { commands: [1, 2, 3, 4, 5].map((number) => start(number, `alone-${number}-`)) });
    await until(
      async () => provider.countFor('alone-4-'),
      (count) => count === 1,
    );
    await relay.killWorkerd();
    await relay.untilHealthy();
    // Only the room's own alarm can send the fifth.
    await until(
      async () => provider.countFor('alone-5-'),
      (count) => count === 1,
    );
  });

  it('[SE1] has the key in no entry, answer, log or stored room', async () => {
    const providers = await (await fetch(`${relay.url}/api/providers`)).text();
    const metrics = await (await fetch(`${relay.url}/metrics`)).text();
    const files = readdirSync(relay.stateDir, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && file.name !== 'partykit.json')
      .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
    expect(files.length).toBeGreaterThan(1);
    expect(provider.requests.length).toBeGreaterThan(0);
    for (const text of [...files, ...seen, providers, metrics]) expect(text.includes(CANARY)).toBe(false);
  });
});
