import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashText } from '#shared/hash.ts';
import { startWatchedRelay, type WatchedRelay } from '../e2e/security/watched-relay.ts';
import { runningFact } from '#shared/run/testing.ts';
import { callStart, entriesIn, requestOf, typesOf } from './core/testing.ts';
import { createApiClient, openApiClient, until, type ApiClient } from './testing/api-client.ts';
import { openSocket, UpgradeRefused, type TestSocket } from './testing/open-socket.ts';

let relay: WatchedRelay;
let ann: ApiClient;

beforeAll(async () => {
  relay = await startWatchedRelay({ port: 4410 });
  ann = await createApiClient(relay.url);
});

afterAll(async () => {
  await relay.stop();
});

const refusalOf = async (url: string, headers: Record<string, string> = {}): Promise<number> => {
  try {
    const socket = await openSocket(url, headers);
    return await socket.closed;
  } catch (error) {
    if (error instanceof UpgradeRefused) return error.status;
    throw error;
  }
};

const command = (socket: TestSocket, n: number, body: object) => socket.send({ clientId: 'c', n, ...body });
const append = (facts: readonly object[]) => ({ type: 'host.append', data: { epoch: 1, facts } });
const ackOf = (socket: TestSocket, n: number) => socket.next('ack', ({ data }) => data.n === n);

describe('a run over a socket', () => {
  it('[RM3] is hosted from its start to its seal, streaming, and its page says the same', async () => {
    const runId = await ann.startRun();
    const host = await ann.connect(runId, 'c');
    host.send({ type: 'subscribe', data: { after: 0 } });
    // The tail reaches back to the beginning: the room has not slept since.
    await host.next('subscribed');
    command(
      host,
      1,
      append([{ type: 'dag.created', data: { nodes: 2, edges: 0, levelSizes: [2] } }, runningFact('a')]),
    );
    command(host, 2, callStart(1, { request: requestOf('Say hello', 'demo') }));
    await host.next('delta');
    await host.next('entries', ({ data }) => data.entries.some(({ type }) => type === 'call.ended'));
    command(host, 3, append([{ type: 'execution.completed', data: { outcome: 'ok', outputs: [] } }]));
    await host.next('entries', ({ data }) => data.entries.some(({ type }) => type === 'execution.sealed'));
    const seen = entriesIn(host.frames);
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
    expect(typesOf(seen)).toEqual([
      'execution.started',
      'execution.host.changed',
      'dag.created',
      'execution.node.status',
      'call.accepted',
      'call.sent',
      'call.ended',
      'execution.completed',
      'execution.sealed',
    ]);
    const page = await ann.request('GET', `/api/runs/${runId}/pages/0`);
    expect(await page.json()).toEqual({ entries: seen, head: seen.length });
    const { runs } = (await (await ann.request('GET', `/api/flows/${ann.flowId}/runs`)).json()) as {
      runs: object[];
    };
    expect(runs).toEqual([expect.objectContaining({ runId, number: 1, phase: 'completed', sealed: true })]);
    host.close();
  });

  it('is the same run for the same request', async () => {
    const again = { requestId: 'the-same' };
    expect(await ann.startRun(again)).toBe(await ann.startRun(again));
  });

  it('[AU1] opens with a ticket for it, once, from a page of this host', async () => {
    const runId = await ann.startRun();
    const other = await ann.startRun();
    // Past the watch, which takes a token in an address for the fault that it is.
    const at = (id: string, ticket: string) => `${relay.ownUrl}/parties/run/${id}?ticket=${ticket}`;
    expect(await refusalOf(`${relay.url}/parties/run/${runId}`)).toBe(401);
    expect(await refusalOf(at(other, await ann.ticket(runId)))).toBe(401);
    expect(await refusalOf(at(runId, ann.token))).toBe(401);
    expect(await refusalOf(at(runId, await ann.ticket(runId)), { origin: 'http://evil.example' })).toBe(403);
    expect(await refusalOf(at(runId, await ann.ticket(runId)), { host: 'evil.example' })).toBe(403);
    expect(await refusalOf(`${relay.url}/parties/flow/${ann.flowId}`)).toBe(401);
    const ticket = await ann.ticket(runId);
    const first = await openSocket(at(runId, ticket), { origin: relay.url });
    first.send({ type: 'hello', data: { token: ann.token, protocol: 1, clientId: 'c' } });
    await first.next('connection.ready');
    expect(await refusalOf(at(runId, ticket))).toBe(4001);
    first.close();
  });

  it('[AU1] takes no token of another flow, and no connection id of the client', async () => {
    const runId = await ann.startRun();
    const eve = await createApiClient(relay.url);
    expect((await eve.request('POST', `/api/runs/${runId}/ticket`)).status).toBe(404);
    expect((await eve.request('GET', `/api/runs/${runId}/pages/0`)).status).toBe(404);
    const stolen = await openSocket(`${relay.url}/parties/run/${runId}?ticket=${await ann.ticket(runId)}`);
    stolen.send({ type: 'hello', data: { token: eve.token, protocol: 1, clientId: 'c' } });
    expect(await stolen.closed).toBe(4001);
    const open = async (pk: string) => {
      const socket = await openSocket(
        `${relay.url}/parties/run/${runId}?_pk=${pk}&ticket=${await ann.ticket(runId)}`,
      );
      socket.send({ type: 'hello', data: { token: ann.token, protocol: 1, clientId: pk } });
      return { socket, ready: await socket.next('connection.ready') };
    };
    const [one, two] = [await open('same'), await open('same')];
    expect(one.ready.data.connectionId).not.toBe(two.ready.data.connectionId);
    one.socket.close();
    two.socket.send({ type: 'ping', data: { sentAt: 1 } });
    await two.socket.next('pong');
    two.socket.close();
  });

  it('answers junk with a code and goes on', async () => {
    const runId = await ann.startRun();
    const socket = await ann.connect(runId, 'c');
    const junk = [
      '',
      'null',
      '[]',
      '{"type":"x"}',
      '{"__proto__":{"clientId":1}}',
      '\u0000',
      'x'.repeat(600_000),
    ];
    for (const text of junk) socket.sendText(text);
    socket.sendBytes(Buffer.from([1, 2, 3]));
    socket.send({ type: 'ping', data: { sentAt: 7 } });
    await socket.next('pong', ({ data }) => data.sentAt === 7);
    const codes = socket.frames.flatMap((frame) => (frame.type === 'error' ? frame.data.error.code : []));
    expect(codes).toHaveLength(junk.length + 1);
    expect(new Set(codes)).toEqual(new Set(['bad-frame', 'frame-too-large']));
    expect((await ann.poll(runId, {})).head).toBe(2);
    socket.close();
  });
});

describe('a run over HTTP alone', () => {
  it('is hosted by polling', async () => {
    const runId = await ann.startRun();
    const start = { clientId: 'p', n: 1, ...callStart(1, { request: requestOf('By poll', 'demo') }) };
    const first = await ann.poll(runId, {
      commands: [start, { clientId: 'p', n: 2, ...append([runningFact('a')]) }],
    });
    expect(first.acks.map(({ data }) => data)).toEqual([
      expect.objectContaining({ n: 1, ok: true, seq: 3 }),
      expect.objectContaining({ n: 2, ok: true, seq: 4 }),
    ]);
    await until(
      () => ann.poll(runId, {}),
      ({ partials }) => partials.length > 0,
    );
    const last = await until(
      () => ann.poll(runId, {}),
      ({ entries }) => entries.some(({ type }) => type === 'call.ended'),
    );
    expect(last.entries.map(({ seq }) => seq)).toEqual(last.entries.map((_, index) => index + 1));
  });

  it('keeps bytes under their hash, and calls can take their request from there', async () => {
    const runId = await ann.startRun();
    const text = JSON.stringify(requestOf('From a blob', 'demo'));
    const path = `/api/runs/${runId}/blobs/${hashText(text)}`;
    const bytes = new TextEncoder().encode(text);
    expect((await ann.request('PUT', `/api/runs/${runId}/blobs/${'0'.repeat(64)}`, bytes)).status).toBe(422);
    expect((await ann.request('PUT', path, bytes)).status).toBe(201);
    expect((await ann.request('PUT', path, bytes)).status).toBe(200);
    const found = await ann.request('GET', path);
    expect([found.headers.get('content-disposition'), await found.text()]).toEqual(['attachment', text]);
    const socket = await ann.connect(runId, 'c');
    const data = { ...callStart(1).data, request: { blob: hashText(text) } };
    command(socket, 1, { type: 'call.start', data });
    command(socket, 2, append([runningFact('a')]));
    expect((await ackOf(socket, 2)).data).toMatchObject({ ok: true });
    expect((await ackOf(socket, 1)).data).toMatchObject({ ok: true });
    socket.close();
  });

  it('compresses pages', async () => {
    const runId = await ann.startRun();
    // Past the watch, to which nothing is sent compressed.
    const direct = await openApiClient(relay.ownUrl, ann.flowId, ann.secret);
    const page = await direct.request('GET', `/api/runs/${runId}/pages/0`, undefined, {
      'accept-encoding': 'gzip',
    });
    expect([page.headers.get('content-encoding'), page.headers.get('cache-control')]).toEqual([
      'gzip',
      'no-store',
    ]);
    expect(((await page.json()) as { head: number }).head).toBe(2);
  });

  it('[AU1] answers nothing without a token, and rooms answer nobody from outside', async () => {
    const runId = await ann.startRun();
    const status = async (method: string, path: string, headers: Record<string, string> = {}) =>
      (await fetch(relay.url + path, { method, headers, ...(method === 'GET' ? {} : { body: '{}' }) }))
        .status;
    expect(await status('GET', `/api/runs/${runId}/pages/0`)).toBe(401);
    expect(await status('POST', `/api/runs/${runId}/poll`, { authorization: 'Bearer x.y.z' })).toBe(401);
    expect(await status('POST', '/api/runs')).toBe(401);
    expect(await status('GET', `/parties/run/${runId}/pages/0`)).toBe(404);
    expect(await status('POST', `/parties/flow/${ann.flowId}/token`)).toBe(404);
    expect(await status('POST', '/parties/main/x')).toBe(404);
    const forged = { 'x-weft-grant': 'null', 'x-weft-until': '9999999999999', 'x-weft-seal': 'x' };
    expect(await status('GET', `/parties/run/${runId}/pages/0`, forged)).toBe(404);
    expect(await status('POST', '/api/flows', { origin: 'http://evil.example' })).toBe(403);
    expect(await status('POST', '/api/flows')).toBe(400);
  });

  it('knows flows by their owner secret alone', async () => {
    const { flowId, secret } = ann;
    const post = async (path: string, body: object) =>
      (await fetch(relay.url + path, { method: 'POST', body: JSON.stringify(body) })).status;
    expect(await post('/api/flows', { flowId, ownerSecret: secret })).toBe(200);
    expect(await post('/api/flows', { flowId, ownerSecret: `${secret}x` })).toBe(409);
    expect(await post(`/api/flows/${flowId}/token`, { secret: `${secret}x` })).toBe(403);
    expect(await post(`/api/flows/${'n'.repeat(24)}/token`, { secret })).toBe(404);
  });
});
