import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogEntry } from '#shared/run/events.ts';
import { callIdOf, callStart, planOf, requestOf } from '../../relay/core/testing.ts';
import { PROVIDER_KEY_NAMES } from '../../relay/dev/operator-environment.ts';
import { environmentsOfGroup, listeningPlaces } from '../../relay/dev/testing.ts';
import { createApiClient, openApiClient, until, type ApiClient } from '../../relay/testing/api-client.ts';
import { openFlow } from '../../relay/testing/flow-client.ts';
import { openSocket } from '../../relay/testing/open-socket.ts';
import { openRing, putKey, type RingClient } from '../../relay/testing/ring-client.ts';
import type { BehaviourName } from '../fixtures/provider-server/behaviours.ts';
import {
  startProviderServer,
  type ProviderServer,
} from '../fixtures/provider-server/start-provider-server.ts';
import { relaySecretsOf } from '../security/relay-secrets-of.ts';
import { createSecretScanner } from '../security/secret-scanner.ts';
import { startWatchedRelay, type WatchedRelay } from '../security/watched-relay.ts';

/**
 * A key in every place where one can be, providers that repeat it in every way, people of every kind who listen: the watch
 * reads all that goes to them, and every file, and the end of the suite fails on one byte of a key.
 */
const newCanary = (): string => `sk-canary-${randomBytes(20).toString('hex')}`;
const ENVIRONMENT = Object.fromEntries(
  [...PROVIDER_KEY_NAMES, 'WEFT_CUSTOM_API_KEY'].map((name) => [name, newCanary()]),
);
const TYPED = { 'a key that was typed': newCanary(), 'a wrong key that was typed': newCanary() };
const [RING_KEY, WRONG_KEY] = Object.values(TYPED) as [string, string];
const ELSEWHERE = { 'a key in an address': newCanary(), 'a key of the shell': newCanary() };
const [IN_ADDRESS, OF_SHELL] = Object.values(ELSEWHERE) as [string, string];

const ECHOES: readonly BehaviourName[] = [
  ...(['ok', 'echo', 'redirect', 'server-error', 'bad-request', 'forbidden', 'unavailable'] as const),
  ...(['rate-limited-garbage', 'error-in-stream', 'malformed', 'wrong-shape', 'wrong-type'] as const),
  ...(['json-instead', 'cut', 'no-end-marker', 'tools-error', 'tools-broken'] as const),
];
const OTHERS = ['glm', 'openrouter', 'huggingface', 'openai', 'claude', 'fireworks', 'custom'];

let environmentServer: ProviderServer;
let ringServer: ProviderServer;
let watched: WatchedRelay;
let ann: ApiClient;
const shellKey = process.env['OPENAI_API_KEY'];

beforeAll(async () => {
  process.env['OPENAI_API_KEY'] = OF_SHELL;
  environmentServer = await startProviderServer({ key: ENVIRONMENT['MISTRAL_API_KEY'] ?? '' });
  ringServer = await startProviderServer({ key: RING_KEY });
  const { url } = environmentServer;
  const urls = Object.fromEntries(['mistral', ...OTHERS].map((id) => [id, `${url}/v1`]));
  watched = await startWatchedRelay(
    {
      port: 5400,
      env: {
        ...ENVIRONMENT,
        WEFT_PROVIDER_BASE_URLS: JSON.stringify({ ...urls, openai: `${ringServer.url}/v1` }),
        WEFT_CUSTOM_ORIGINS: `${url},https://me:${IN_ADDRESS}@gate.example.org,https://gate.example.org/?key=${IN_ADDRESS}`,
      },
    },
    { ...TYPED, ...ELSEWHERE },
  );
  ann = await createApiClient(watched.url);
});

afterAll(async () => {
  if (shellKey === undefined) delete process.env['OPENAI_API_KEY'];
  else process.env['OPENAI_API_KEY'] = shellKey;
  await environmentServer.close();
  await ringServer.close();
  // Here every file is looked through, and this throws on what was found in any of them or on any wire.
  await watched.stop();
});

const nothingFound = () => expect(watched.watch.faults()).toEqual([]);

/** A link of the flow, and somebody who came by it. */
async function guest(role: string, runId?: string): Promise<ApiClient> {
  const wish = { role, name: role, endsAt: null, ...(runId === undefined ? {} : { runId }) };
  const made = await ann.request('POST', `/api/flows/${ann.flowId}/links`, wish);
  const { secret } = (await made.json()) as { secret: string };
  return openApiClient(watched.url, ann.flowId, secret);
}

const call = (number: number, provider: string, model: string) => ({
  clientId: 'poll',
  n: number,
  ...callStart(number, { nodeId: `n${number}`, request: { ...requestOf('Say hello', provider), model } }),
});

const endsIn = (entries: readonly LogEntry[]) =>
  entries.flatMap((entry) => (entry.type === 'call.ended' ? [entry.data] : []));

async function untilEnded(runId: string, count: number): Promise<readonly LogEntry[]> {
  const { entries } = await until(
    () => ann.poll(runId, {}),
    (answer) => endsIn(answer.entries as readonly LogEntry[]).length >= count,
    60_000,
  );
  return entries as readonly LogEntry[];
}

async function payBy(ring: RingClient): Promise<string> {
  const grantId = await ring.grant({ totalMicroUsd: 900_000_000 });
  const plan = { ...planOf(['a', 'b']), flowId: ann.flowId };
  return ann.startRun({ plan, payer: { ringId: ring.ringId, grantId } });
}

describe('keys of the environment', () => {
  it('[SE1] reach nobody, whatever providers repeat and whoever listens', async () => {
    const runId = await ann.startRun();
    const listeners = [
      ann,
      await guest('viewer'),
      await guest('run-viewer', runId),
      await guest('run-answerer', runId),
    ];
    const sockets = await Promise.all(listeners.map((one, index) => one.connect(runId, `c${index}`)));
    for (const socket of sockets) socket.send({ type: 'subscribe', data: { after: 0 } });
    const room = await openFlow(watched.url, ann, 'tab');
    const calls = [
      ...ECHOES.map((behaviour) => ['mistral', behaviour] as const),
      ...OTHERS.map((provider) => [provider, 'ok'] as const),
    ];
    await ann.poll(runId, {
      commands: calls.map(([provider, model], index) => call(index + 1, provider, model)),
    });
    const entries = await untilEnded(runId, calls.length);
    const heard = sockets.map((socket) =>
      socket.next('entries', (frame) => endsIn(frame.data.entries as readonly LogEntry[]).length > 0),
    );
    await Promise.all(heard);
    const echoed = endsIn(entries).find(({ callId }) => callId === callIdOf(ECHOES.indexOf('echo') + 1));
    expect(JSON.stringify(echoed)).toContain('You sent Bearer ****');
    const sent = JSON.stringify(environmentServer.requests.map(({ headers }) => headers));
    for (const name of ['MISTRAL_API_KEY', 'GLM_API_KEY', 'ANTHROPIC_API_KEY', 'WEFT_CUSTOM_API_KEY'])
      expect([name, sent.includes(ENVIRONMENT[name] ?? '')]).toEqual([name, true]);
    for (const socket of sockets) socket.close();
    room.close();
    nothingFound();
  });

  it('[SE1] are in no list, counter, page or refusal that is asked for', async () => {
    const paths = [
      '/api/providers',
      '/metrics',
      '/health',
      '/',
      `/f/${ann.flowId}`,
      '/api/nothing',
      '/keys.json',
    ];
    for (const path of paths) expect((await ann.request('GET', path)).status).toBeLessThan(500);
    const providers = await (await ann.request('GET', '/api/providers')).text();
    expect(providers).not.toContain('gate.example.org');
    nothingFound();
  });
});

describe('keys that people type', () => {
  it('[SE1] never come back: not when they are refused, kept, checked, used, told of or removed', async () => {
    const ring = await openRing(ann);
    const put = (key: string) => putKey(ring, key);
    expect((await put(WRONG_KEY)).status).toBe(422);
    expect((await put(`${RING_KEY}\r\nx-evil: 1`)).status).toBe(422);
    const made = await put(RING_KEY);
    expect([made.status, made.text.includes(RING_KEY.slice(-4))]).toEqual([201, true]);
    const { keyId } = (JSON.parse(made.text) as { key: { keyId: string } }).key;
    expect((await ring.ask('POST', `/keys/${keyId}/check`)).status).toBe(200);
    const runId = await payBy(ring);
    await ann.poll(runId, { commands: ECHOES.map((model, index) => call(index + 1, 'openai', model)) });
    const ends = endsIn(await untilEnded(runId, ECHOES.length));
    expect(JSON.stringify(ends)).toContain('You sent Bearer ****');
    expect(JSON.stringify(ringServer.requests.map(({ headers }) => headers))).toContain(RING_KEY);
    const asked = ['', '/ledger', '/ledger.csv'].map((path) => ring.ask('GET', path));
    for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
    await ann.request('GET', `/api/flows/${ann.flowId}/grants`);
    expect((await ring.ask('DELETE', `/keys/${keyId}`)).status).toBeLessThan(300);
    nothingFound();
  });

  it('[SE1] lie open nowhere when the relay is killed while one is in use', async () => {
    const ring = await openRing(ann);
    await putKey(ring, RING_KEY);
    ringServer.behaviour('held', 'echo', { holdAfterWords: 6 });
    const runId = await payBy(ring);
    await ann.poll(runId, { commands: [call(1, 'openai', 'held')] });
    await until(
      () => ann.poll(runId, {}),
      ({ partials }) => partials.length > 0,
    );
    await watched.killWorkerd();
    await watched.untilHealthy();
    expect(endsIn(await untilEnded(runId, 1))[0]?.end).toMatchObject({ outcome: 'unknown', retry: 'ask' });
    ringServer.release('held');
    nothingFound();
  });
});

describe('the processes of a relay', () => {
  const scanner = () => createSecretScanner({ ...relaySecretsOf(watched.stateDir), ...TYPED, ...ELSEWHERE });

  it('[SE1] show no key in the list of processes, and were given none in their environment', () => {
    const list = execFileSync('ps', ['axeww', '-o', 'args'], {
      env: { PATH: process.env['PATH'] },
      maxBuffer: 2 ** 26,
    });
    expect(scanner().found(list)).toEqual([]);
    const environments = environmentsOfGroup(watched.pid ?? 0);
    if (process.platform === 'linux') expect(environments.length).toBeGreaterThan(1);
    expect(environments.flatMap((text) => scanner().found(Buffer.from(text)))).toEqual([]);
  });

  it('[SE1] let nobody read their memory: no debugger answers on any of their ports', async () => {
    const places = listeningPlaces(watched.pid ?? 0);
    expect(places.some(({ port }) => port === watched.port)).toBe(true);
    expect(new Set(places.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
    // partykit’s stand-in for a debugger lists one, but there is none behind it.
    const talk = places.flatMap(({ port }) =>
      ['/', '/ws'].map((path) => [port, path, answerOfDebugger(port, path)]),
    );
    for (const [port, path, answer] of talk) expect([port, path, await answer]).toEqual([port, path, null]);
    expect(commandLineOf(watched.workerdPid() ?? 0)).not.toContain('inspector');
  });
});

const commandLineOf = (pid: number): string =>
  execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });

/** What a debugger says to a question; null when nobody talks to us. */
async function answerOfDebugger(port: number, path: string): Promise<string | null> {
  const socket = await openSocket(`http://127.0.0.1:${port}${path}`).catch(() => null);
  if (socket === null) return null;
  socket.send({ id: 1, method: 'Runtime.evaluate', params: { expression: '1 + 1' } });
  const answers = until(
    async () => socket.texts,
    (texts) => texts.length > 0,
    1_000,
  ).catch(() => null);
  const texts = await Promise.race([answers, socket.closed.then(() => null)]);
  socket.close();
  return texts?.join('\n') ?? null;
}
