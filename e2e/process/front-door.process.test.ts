import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf } from '../../relay/core/testing.ts';
import { createApiClient, type ApiClient } from '../../relay/testing/api-client.ts';
import { startWatchedRelay, type WatchedRelay } from '../security/watched-relay.ts';

/** What the relay says to whoever knocks without being one of its pages: raw requests, as browsers would not write them. */
const PAGE = '<!doctype html><title>Weft</title>';
const dist = mkdtempSync(join(tmpdir(), 'weft-door-'));
let watched: WatchedRelay;
let ann: ApiClient;
let port = 0;

beforeAll(async () => {
  writeFileSync(join(dist, 'app.html'), PAGE);
  watched = await startWatchedRelay({ port: 5410, dist });
  ({ port } = watched);
  ann = await createApiClient(watched.url);
});

afterAll(async () => {
  await watched.stop();
  rmSync(dist, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The path goes out as it is written: `fetch` would tidy it up, and so would a proxy. What comes back is watched here. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const pieces: Buffer[] = [];
      const note = watched.watch.answer(path);
      note(Buffer.from(JSON.stringify(response.headers)));
      response.on('data', (piece: Buffer) => {
        note(piece);
        pieces.push(piece);
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString(),
        }),
      );
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

/** Bytes as they are, and all that comes back. */
function knock(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    const note = watched.watch.answer(text.slice(0, 80));
    socket.on('data', (piece: Buffer) => {
      note(piece);
      answer += piece.toString('latin1');
      socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
  });
}

const bearer = () => ({ authorization: `Bearer ${ann.token}` });
const EVIL = { origin: 'https://evil.example.org' };

describe('the headers of answers', () => {
  it('[SE1] the page comes with a policy that lets nothing in, out or around', async () => {
    for (const path of ['/', `/f/${ann.flowId}`, `/r/${ann.flowId}`, '/r/local/abc']) {
      const { status, headers, body } = await ask('GET', path);
      expect([status, body]).toEqual([200, PAGE]);
      const policy = String(headers['content-security-policy']).split('; ');
      const rules = Object.fromEntries(
        policy.map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]),
      );
      expect(rules).toEqual({
        'default-src': "'none'",
        'script-src': "'self'",
        'style-src': "'self'",
        'style-src-elem': "'self'",
        'style-src-attr': "'unsafe-inline'",
        'img-src': "'self' data: blob:",
        'font-src': "'self'",
        'connect-src': `'self' ws://127.0.0.1:${port} wss://127.0.0.1:${port}`,
        'worker-src': "'self'",
        'manifest-src': "'self'",
        'base-uri': "'none'",
        'form-action': "'none'",
        'frame-ancestors': "'none'",
        'require-trusted-types-for': "'script'",
        'trusted-types': 'svelte-trusted-html weft-worker weft-pictures',
      });
      expect(headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-type': 'text/html; charset=utf-8',
      });
    }
  });

  it('[AU1] no answer sets a cookie or lets another origin read it, asked for beforehand or not', async () => {
    const paths = ['/', '/metrics', '/api/providers', '/api/nothing', `/api/flows/${ann.flowId}/runs`];
    for (const path of paths)
      for (const method of ['GET', 'OPTIONS', 'POST', 'DELETE']) {
        const asked = { ...EVIL, ...bearer(), 'access-control-request-method': 'POST' };
        const { headers, status } = await ask(method, path, asked);
        const telling = Object.keys(headers).filter((name) => /^(access-control-|set-cookie)/.test(name));
        expect([path, method, telling]).toEqual([path, method, []]);
        if (method !== 'GET') expect([path, method, status]).not.toEqual([path, method, 200]);
      }
  });

  it('a browser that looks at an address where nothing is gets the page that says so', async () => {
    const looked = await ask('GET', '/nothing/here', { accept: 'text/html,*/*;q=0.8' });
    expect([looked.status, looked.body]).toEqual([404, PAGE]);
    expect(String(looked.headers['content-security-policy'])).toContain("default-src 'none'");
    const asked = await ask('GET', '/nothing/here', { accept: '*/*' });
    expect([asked.status, asked.headers['content-type']]).toEqual([404, 'application/json; charset=utf-8']);
    expect((await ask('GET', '/api/nothing', { accept: 'text/html' })).body).not.toBe(PAGE);
  });

  it('what is not a page says what it is, and is kept by nobody', async () => {
    for (const path of ['/api/providers', '/api/nothing', `/api/flows/${ann.flowId}/runs`]) {
      const { headers } = await ask('GET', path, bearer());
      expect(headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
    }
  });
});

describe('who may knock', () => {
  it('[AU1] a page of another origin changes nothing, whatever it says its body is', async () => {
    const flowId = randomBytes(18).toString('base64url');
    const body = JSON.stringify({ flowId, ownerSecret: randomBytes(18).toString('base64url') });
    const origins = [
      'https://evil.example.org',
      'null',
      `http://127.0.0.1:${port}.evil.org`,
      `http://127.0.0.1:${port}@evil.org`,
      'http://localhost',
      `ftp://127.0.0.1:${port}`,
    ];
    for (const origin of origins)
      for (const type of [
        'text/plain',
        'application/json',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        const { status } = await ask('POST', '/api/flows', { origin, 'content-type': type }, body);
        expect([origin, type, status]).toEqual([origin, type, 403]);
      }
    const made = await ask('POST', '/api/flows', { origin: `http://127.0.0.1:${port}` }, body);
    expect(made.status).toBe(201);
  });

  it.each([
    'evil.example.org',
    'evil.example.org:5410',
    '127.0.0.1.evil.org:5410',
    '127.0.0.1:5411',
    '127.0.0.1:5410.',
    '127.0.0.1.:5410',
    '127.1:5410',
    '2130706433:5410',
    '0x7f.0.0.1:5410',
    '[::ffff:127.0.0.1]:5410',
    'user@127.0.0.1:5410',
    '127.0.0.1:5410,evil.org',
    'metadata.google.internal',
  ])('[AU1] called by the name %j it does not answer', async (host) => {
    for (const path of ['/', '/api/providers', '/metrics']) {
      const { status, body } = await ask('GET', path, { host });
      expect([path, status >= 400, body.includes('providers')]).toEqual([path, true, false]);
    }
  });

  it('[AU1] rooms answer nobody who says that he speaks for one of them', async () => {
    const runId = await ann.startRun();
    const grant = encodeURIComponent(
      JSON.stringify({ personId: 'p', linkId: 'l', flowId: ann.flowId, role: 'owner' }),
    );
    const seals = ['', 'A'.repeat(43), randomBytes(32).toString('base64url')];
    const rooms = [
      `run/${runId}`,
      `flow/${ann.flowId}`,
      `vault/${randomBytes(18).toString('base64url')}`,
      'main/x',
    ];
    const prefixes = [
      '/parties/',
      '/party/',
      '/parties/../parties/',
      '//parties/',
      '/parties%2f',
      '/Parties/',
    ];
    for (const seal of seals)
      for (const room of rooms)
        for (const prefix of prefixes) {
          const headers = {
            'x-weft-grant': grant,
            'x-weft-until': String(Date.now() + 60_000),
            'x-weft-seal': seal,
            'x-weft-ticket': '{"id":"x","expiresAt":9e15}',
          };
          for (const last of ['/poll', '/own', '/places', '/settle', '']) {
            const { status, body } = await ask('POST', `${prefix}${room}${last}`, headers, '{}');
            expect([prefix, room, last, status >= 400]).toEqual([prefix, room, last, true]);
            if (prefix === '/parties/') expect([room, last, status]).toEqual([room, last, 404]);
            expect(body).not.toMatch(/microUsd|entries|secretHash/i);
          }
        }
  });

  it('[AU1] an id alone opens nothing, and a token of one flow starts nothing in another', async () => {
    const eve = await createApiClient(watched.url);
    const runId = await ann.startRun();
    const start = {
      requestId: 'r',
      name: 'Eve',
      plan: { ...planOf(), flowId: ann.flowId },
      host: { hostId: 'h', visible: true },
    };
    const tries: readonly (readonly [string, string, unknown])[] = [
      ['GET', `/api/flows/${ann.flowId}/runs`, undefined],
      ['GET', `/api/flows/${ann.flowId}/document`, undefined],
      ['GET', `/api/flows/${ann.flowId}/grants`, undefined],
      ['POST', `/api/flows/${ann.flowId}/links`, { role: 'owner', name: 'mine', endsAt: null }],
      ['GET', `/api/runs/${runId}/pages/0`, undefined],
      ['POST', `/api/runs/${runId}/poll`, { clientId: 'e', after: 0, commands: [] }],
    ];
    const { runs: before } = (await (await ann.request('GET', `/api/flows/${ann.flowId}/runs`)).json()) as {
      runs: unknown[];
    };
    for (const [method, path, body] of tries) {
      const strangers = await ask(method, path, {}, body === undefined ? '' : JSON.stringify(body));
      const eves = await eve.request(method, path, body);
      expect([method, path, strangers.status]).toEqual([method, path, 401]);
      expect([method, path, eves.status >= 400]).toEqual([method, path, true]);
    }
    // A start is one in the flow of the token, whatever its plan says.
    expect((await eve.request('POST', '/api/runs', start)).status).toBe(202);
    expect((await ask('POST', '/api/runs', {}, JSON.stringify(start))).status).toBe(401);
    const { runs: after } = (await (await ann.request('GET', `/api/flows/${ann.flowId}/runs`)).json()) as {
      runs: unknown[];
    };
    expect(after.length).toBe(before.length);
  });
});

describe('addresses that nobody of ours asks for', () => {
  it.each([
    ...[
      '/keys.json',
      '/partykit.json',
      '/relay.log',
      '/.env',
      '/.partykit/state',
      '/rooms',
      '/src/main.ts',
      '/main.js.map',
    ],
    ...[
      '/../keys.json',
      '/..%2fkeys.json',
      '/%2e%2e/keys.json',
      '/assets/..%2f..%2fkeys.json',
      '/..;/keys.json',
      '/api/..;/keys.json',
    ],
    ...[
      '/__scheduled__?cron=x',
      '/constructor',
      '/__proto__',
      '/toString',
      '/api/__proto__',
      '/api/constructor',
    ],
    ...[
      '/api/flows/__proto__',
      '/api/runs/constructor/poll',
      '/json',
      '/json/list',
      '/debug',
      '/f/../../keys.json',
      '/f/a%00b',
      '/r/%2e%2e',
    ],
  ])('[SE1] %s gives nothing away', async (path) => {
    const { body, status } = await ask('GET', path, bearer());
    expect([path, status >= 400 || body === PAGE]).toEqual([path, true]);
    expect(body).not.toMatch(/WEFT_|KEY|at .*\.ts|node_modules|SQLite/);
  });

  it.each<Record<string, string>>([
    { 'mf-op': 'GET', 'mf-op-target': '0', 'mf-op-key': 'WEFT_SIGNING_KEY' },
    { 'mf-op': 'GET', 'mf-op-secret': 'ab'.repeat(16), 'mf-op-target': '0', 'mf-op-key': 'WEFT_SIGNING_KEY' },
    { 'mf-proxy-shared-secret': 'guess', host: 'evil.example.org' },
    { 'mf-original-url': 'no address at all' },
    { 'mf-original-url': 'http://evil.example.org/parties/vault/x/own' },
    { 'mf-custom-service': 'x', 'mf-route-override': 'x' },
  ])('[SE1] what the server itself is driven with opens nothing from outside: %j', async (headers) => {
    for (const method of ['GET', 'POST']) {
      const { body, status } = await ask(method, '/api/nothing', headers);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body).not.toMatch(/WEFT_|KEY|at .*[.](ts|js)|node_modules/);
    }
  });

  it('[SE1] no line break that somebody sends comes back as a header or a second answer', async () => {
    const head = `Host: 127.0.0.1:${port}\r\nConnection: close`;
    const lines = [
      `GET /f/%0d%0aset-cookie:%20a=b HTTP/1.1\r\n${head}\r\n\r\n`,
      `GET /api/x%0d%0aaccess-control-allow-origin:* HTTP/1.1\r\n${head}\r\n\r\n`,
      `GET /api/providers HTTP/1.1\r\n${head}\r\nX-A: b\rset-cookie: a=b\r\n\r\n`,
      `GET /api/providers HTTP/1.1\r\n${head}\r\nX-A: b\n\tset-cookie: a=b\r\n\r\n`,
      `GET http://evil.example.org/api/providers HTTP/1.1\r\n${head}\r\n\r\n`,
      `GET /api/providers HTTP/1.1\r\n${head}\r\nHost: evil.example.org\r\n\r\n`,
      `POST /api/flows HTTP/1.1\r\n${head}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n${head}\r\n\r\n`,
    ];
    for (const line of lines) {
      const answer = await knock(line);
      expect(answer).not.toMatch(/^(set-cookie|access-control-)/im);
      expect(answer.match(/^HTTP\/1\.1 /gm)?.length ?? 0).toBeLessThan(2);
    }
  });
});
