import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallEnd } from '#shared/run/call.ts';
import type { HttpCallRequest } from '#shared/run/http-call.ts';
import { httpRequestTo } from '#shared/run/testing.ts';
import { platformFetch, realTimers } from '../providers/testing/harness.ts';
import { runHttpCall, type HttpCallDependencies } from './run-http-call.ts';
import { startWebServer, type Answerer, type WebServer } from './testing.ts';

const API = 'https://api.example.com';
let server: WebServer;
let answer: Answerer;

beforeEach(async () => {
  answer = (_request, response) => void response.end('plain words');
  server = await startWebServer((request, response) => answer(request, response));
});
afterEach(() => server.close());

/** The guard is as it is; the two listed hosts stand on the test's server. */
function environment(): Record<string, string> {
  const standIns = { 'http:api.example.com': server.origin, 'http:other.example.com': server.origin };
  return {
    WEFT_HTTP_HOSTS: 'api.example.com,other.example.com',
    WEFT_PROVIDER_BASE_URLS: JSON.stringify(standIns),
    OPENAI_API_KEY: 'canary-key-of-the-relay',
  };
}

function ask(request: HttpCallRequest, changes: Partial<HttpCallDependencies> = {}): Promise<CallEnd> {
  return runHttpCall(request, {
    environment: environment(),
    signal: new AbortController().signal,
    fetch: platformFetch,
    timers: realTimers,
    now: Date.now,
    onSent: () => undefined,
    ...changes,
  });
}

const get = (path = '/', changes: Partial<HttpCallRequest> = {}) =>
  ask(httpRequestTo(`${API}${path}`, changes));
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  get(path, { method: 'POST', body, headers });

describe('a request to the open web', () => {
  it('[HR3] brings status, type and text', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'Application/JSON; charset=utf-8' });
      response.end('{"tide":"höh"}');
    };
    const { durationMs, ...end } = await get('/tide?at=noon#top');
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(end).toEqual({
      outcome: 'ok',
      retry: 'never',
      http: { status: 200, mediaType: 'application/json', url: `${API}/tide` },
      text: { kind: 'inline', text: '{"tide":"höh"}' },
      finishReason: 'stop',
      costMicroUsd: 0,
    });
    expect(server.seen.map(({ method, path }) => [method, path])).toEqual([['GET', '/tide?at=noon']]);
  });

  it.each([201, 204, 304, 400, 401, 404, 418, 500, 502])(
    '[HR3] %d is an answer like any other',
    async (status) => {
      answer = (_request, response) => {
        response.writeHead(status);
        response.end(status === 204 || status === 304 ? undefined : 'why');
      };
      expect(await get()).toMatchObject({ outcome: 'ok', http: { status } });
    },
  );

  it('[HR3] a head has no text', async () => {
    answer = (_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end();
    const end = await get('/', { method: 'HEAD' });
    expect(end).toMatchObject({ outcome: 'ok', http: { status: 200, mediaType: 'image/png' } });
    expect(end.text).toBeUndefined();
  });

  it.each([429, 503])('%d is repeated by itself, when the server says so', async (status) => {
    answer = (_request, response) => void response.writeHead(status, { 'retry-after': '7' }).end();
    for (const end of [await get(), await post('/', 'x')])
      expect(end).toMatchObject({ outcome: 'error', retry: 'safe', retryAfterMs: 7_000 });
  });

  it('[HR2] carries what the person wrote and nothing of the relay', async () => {
    await post('/orders', '{"n":1}', { 'content-type': 'application/json', 'x-mine': 'yes' });
    const [request] = server.seen;
    expect(request).toMatchObject({ method: 'POST', body: '{"n":1}' });
    expect(request?.headers).toMatchObject({ 'x-mine': 'yes', 'user-agent': 'weft', accept: '*/*' });
    expect(Object.keys(request?.headers ?? {})).not.toContain('authorization');
    expect(JSON.stringify(server.seen)).not.toContain('canary-key-of-the-relay');
  });

  it('[HR1] [HR2] asks nobody when the address, a header or the body is not allowed', async () => {
    const ends = [
      await ask(httpRequestTo('https://evil.example.org/')),
      await ask(httpRequestTo('http://api.example.com/')),
      await ask(httpRequestTo('https://127.0.0.1/')),
      await ask(httpRequestTo(server.origin)),
      await ask(httpRequestTo(`${API}/`, { model: 'other.example.com' })),
      await get('/', { headers: { host: 'evil.org' } }),
      await get('/', { headers: { 'x-a': 'b\r\nhost: evil.org' } }),
      await get('/', { body: 'x' }),
    ];
    for (const end of ends) expect(end).toMatchObject({ outcome: 'error', retry: 'never', costMicroUsd: 0 });
    expect(ends[0]?.error).toMatchObject({ code: 'host-refused', field: 'url' });
    expect(ends[0]?.error?.message).toContain('WEFT_HTTP_HOSTS');
    expect(server.seen).toEqual([]);
  });

  it('sends nothing that could not be recorded', async () => {
    const onSent = () => Promise.reject(new Error('disk'));
    expect(await ask(httpRequestTo(API), { onSent })).toMatchObject({
      retry: 'safe',
      error: { code: 'storage-failed' },
    });
    expect(server.seen).toEqual([]);
  });
});

describe('redirects', () => {
  const sendOn = (status: number, location: string): void => {
    answer = (request, response) => {
      if (request.path !== '/from') return void response.end('arrived');
      response.writeHead(status, { location }).end('moved');
    };
  };

  it.each([
    ...[301, 302, 303].map((status) => [status, 'POST', 'GET', ''] as const),
    ...[307, 308].map((status) => [status, 'POST', 'POST', 'x'] as const),
    ...[301, 302, 307, 308].map((status) => [status, 'PUT', 'PUT', 'x'] as const),
    [303, 'PUT', 'GET', ''] as const,
  ])('[HR1] %d turns %s into %s', async (status, method, then, body) => {
    sendOn(status, '/to');
    const end = await get('/from', {
      method,
      body: 'x',
      headers: { 'content-type': 'text/plain', 'x-mine': 'yes' },
    });
    expect(end).toMatchObject({ outcome: 'ok', http: { url: `${API}/to` }, text: { text: 'arrived' } });
    const [, second] = server.seen;
    expect(second).toMatchObject({ method: then, body, headers: { 'x-mine': 'yes' } });
    expect('content-type' in (second?.headers ?? {})).toBe(body !== '');
  });

  it('[HR2] another host hears none of the headers that may be secret', async () => {
    sendOn(302, 'https://other.example.com/to');
    const headers = { authorization: 'Bearer mine', 'x-api-key': 'k', accept: 'text/plain' };
    expect(await get('/from', { headers })).toMatchObject({ http: { url: 'https://other.example.com/to' } });
    expect(server.seen[0]?.headers).toMatchObject({ authorization: 'Bearer mine' });
    expect(server.seen[1]?.headers).toMatchObject({ accept: 'text/plain' });
    expect(JSON.stringify(server.seen[1])).not.toMatch(/Bearer|x-api-key/);
  });

  it.each([
    'https://evil.example.org/to',
    'http://api.example.com/to',
    'https://127.0.0.1/to',
    'https://localhost/to',
    '//evil.example.org/to',
    'https://api.example.com:8443/to',
    'https://me@api.example.com/to',
    'file:///etc/passwd',
    'https://[::ffff:127.0.0.1]/to',
  ])('[HR1] are not followed to %s', async (location) => {
    sendOn(302, location);
    const end = await get('/from');
    expect(end).toMatchObject({ outcome: 'error', retry: 'never', error: { code: 'host-refused' } });
    expect(server.seen).toHaveLength(1);
  });

  it('[HR4] are followed five times and no further', async () => {
    answer = ({ path }, response) => void response.writeHead(302, { location: `${path}x` }).end();
    expect(await get('/')).toMatchObject({ outcome: 'error', error: { code: 'host-refused' } });
    expect(server.seen).toHaveLength(6);
  });

  it('[HR3] are recorded as one sending', async () => {
    sendOn(302, '/to');
    let sent = 0;
    await ask(httpRequestTo(`${API}/from`), { onSent: () => void (sent += 1) });
    expect([sent, server.seen.length]).toEqual([1, 2]);
  });
});

describe('what a server can do', () => {
  it('[HR4] answer without end: stopped at the limit', async () => {
    answer = (_request, response) => {
      const more = (): void => {
        while (response.writable && response.write('x'.repeat(64 * 1024)));
        response.once('drain', more);
      };
      more();
    };
    expect(await get()).toMatchObject({
      outcome: 'error',
      retry: 'never',
      error: { code: 'http-failed' },
    });
  });

  it('[HR4] send much in little: what counts is what comes out', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    };
    expect(await get()).toMatchObject({ outcome: 'error', error: { code: 'http-failed' } });
  });

  it('[HR4] say nothing, or stop in the middle: told, and what only reads may be asked again', async () => {
    answer = () => undefined;
    const limits = { headersDeadlineMs: 30, idleDeadlineMs: 30 };
    const silent = await ask(httpRequestTo(API), { limits });
    expect(silent).toMatchObject({ outcome: 'unknown', retry: 'safe', error: { code: 'http-failed' } });
    answer = (_request, response) => void response.write('a beginning');
    const stuck = await ask(httpRequestTo(API), { limits });
    expect(stuck).toMatchObject({ outcome: 'unknown', retry: 'safe', error: { code: 'http-failed' } });
    const posted = await ask(httpRequestTo(API, { method: 'POST', body: 'x' }), { limits });
    expect(posted).toMatchObject({ outcome: 'unknown', retry: 'ask', error: { code: 'http-failed' } });
  });

  it('[HR4] send on slowly: all redirects together have one deadline', async () => {
    answer = ({ path }, response) => {
      setTimeout(() => response.writeHead(302, { location: `${path}x` }).end(), 40);
    };
    const end = await ask(httpRequestTo(`${API}/`), { limits: { totalDeadlineMs: 100 } });
    expect(end).toMatchObject({ outcome: 'unknown', retry: 'safe', error: { code: 'http-failed' } });
  });

  it.each(['GET', 'POST'] as const)('[HR3] break off a %s', async (method) => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    const end = await get('/', { method, ...(method === 'POST' ? { body: 'x' } : {}) });
    expect(end).toMatchObject({
      outcome: 'unknown',
      retry: method === 'GET' ? 'safe' : 'ask',
      costMicroUsd: 0,
    });
    expect(server.seen).toHaveLength(1);
  });

  it('send no text', async () => {
    answer = (_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end('x');
    const end = await get();
    expect(end).toMatchObject({ outcome: 'error', retry: 'never', error: { code: 'http-failed' } });
    expect(end.error?.message).toContain('image/png');
  });

  it.each([
    ['text/plain; charset=iso-8859-1', Buffer.from([0x68, 0xf6, 0x68]), 'höh'],
    ['text/plain; charset=no-such', Buffer.from('höh'), 'höh'],
    ['text/plain', Buffer.from([0xef, 0xbb, 0xbf, 0x61]), 'a'],
    ['text/plain', Buffer.from([0x61, 0xff]), 'a\ufffd'],
  ])('write in %s', async (type, bytes, text) => {
    answer = (_request, response) => void response.writeHead(200, { 'content-type': type }).end(bytes);
    expect(await get()).toMatchObject({ text: { text } });
  });

  it('wait until a person stops it', async () => {
    const stop = new AbortController();
    answer = () => stop.abort();
    expect(await ask(httpRequestTo(API), { signal: stop.signal })).toMatchObject({
      outcome: 'aborted',
      retry: 'never',
    });
  });
});
