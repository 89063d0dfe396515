import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpRequestTo } from '#shared/run/testing.ts';
import { startWatchedRelay, type WatchedRelay } from '../e2e/security/watched-relay.ts';
import { callIdOf, callStart } from './core/testing.ts';
import { startWebServer, type WebServer } from './http/testing.ts';
import { createApiClient, until, type ApiClient } from './testing/api-client.ts';

const API = 'https://api.example.com';
let relay: WatchedRelay;
let web: WebServer;
let ann: ApiClient;
/** Answers that stand still. */
const held: ServerResponse[] = [];

beforeAll(async () => {
  web = await startWebServer(({ path }, response) => {
    if (path.startsWith('/held')) return void held.push(response);
    if (path === '/away')
      return void response.writeHead(302, { location: 'https://evil.example.org/' }).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"tide":"high"}');
  }, 5080);
  relay = await startWatchedRelay({
    port: 5081,
    env: {
      WEFT_HTTP_HOSTS: 'api.example.com',
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ 'http:api.example.com': web.origin }),
    },
  });
  ann = await createApiClient(relay.url);
});

afterAll(async () => {
  await relay.stop();
  await web.close();
});

const start = (number: number, url: string, method: 'GET' | 'POST' = 'GET') => ({
  clientId: 'p',
  n: number,
  ...callStart(number, {
    nodeId: `n${number}`,
    request: httpRequestTo(url, { method, ...(method === 'POST' ? { body: '{}' } : {}) }),
  }),
});

const endsOf = async (runId: string, count: number) => {
  const found = await until(
    async () => (await ann.poll(runId, {})).entries.filter((entry) => entry.type === 'call.ended'),
    (ends) => ends.length === count,
  );
  return Object.fromEntries(found.map(({ data }) => [data.callId, data.end]));
};

describe('requests of flows, by a relay as it runs', () => {
  it('[HR1] [HR3] brings an answer of a listed host; others, and what a server sends on to, are not asked', async () => {
    const runId = await ann.startRun();
    const urls = [
      `${API}/tide`,
      'https://evil.example.org/',
      `${API}/away`,
      web.origin,
      'https://127.0.0.1:5080/',
    ];
    await ann.poll(runId, { commands: urls.map((url, index) => start(index + 1, url)) });
    const ends = await endsOf(runId, urls.length);
    expect(ends[callIdOf(1)]).toMatchObject({
      outcome: 'ok',
      http: { status: 200, mediaType: 'application/json', url: `${API}/tide` },
      text: { kind: 'inline', text: '{"tide":"high"}' },
    });
    for (const number of [2, 3, 4, 5])
      expect(ends[callIdOf(number)]).toMatchObject({
        outcome: 'error',
        retry: 'never',
        error: { code: 'host-refused' },
      });
    expect(web.seen.map(({ path }) => path).sort()).toEqual(['/away', '/tide']);
  });

  it('[HR3] kill -9 while servers are asked: nothing is sent twice by the relay; only what reads may be made again', async () => {
    const runId = await ann.startRun();
    const commands = [start(1, `${API}/held-get`), start(2, `${API}/held-post`, 'POST')];
    await ann.poll(runId, { commands });
    await until(
      async () => held.length,
      (count) => count === 2,
    );
    await relay.killWorkerd();
    await relay.untilHealthy();
    const ends = await endsOf(runId, 2);
    expect(ends[callIdOf(1)]).toMatchObject({ outcome: 'unknown', retry: 'safe', costMicroUsd: 0 });
    expect(ends[callIdOf(2)]).toMatchObject({ outcome: 'unknown', retry: 'ask', costMicroUsd: 0 });
    // The same commands once more: remembered, not repeated.
    await ann.poll(runId, { commands });
    expect([web.countFor('/held-get'), web.countFor('/held-post')]).toEqual([1, 1]);
  });

  it('[HR5] tells browsers which hosts it asks, and nothing of what stands in for them', async () => {
    const told = (await (await fetch(`${relay.url}/api/providers`)).json()) as { httpHosts: unknown };
    expect(told.httpHosts).toEqual(['api.example.com']);
    expect(JSON.stringify(told)).not.toContain('5080');
  });
});
