import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import { createFlowHttp } from './flow-http.ts';
import type { TokenAnswer } from './token-request.ts';
import { createRelayFetch } from './relay-request.ts';
import { startFakeFlowServer, type FakeFlowServer } from './testing/fake-flow-server.ts';

let server: FakeFlowServer;
beforeEach(async () => {
  server = await startFakeFlowServer('flow');
});
afterEach(() => server.close());

/** `t1` until it is forgotten, then `t2`, `t3`… */
function setUp(session?: () => Promise<TokenAnswer>) {
  let number = 1;
  const forgotten: string[] = [];
  const http = createFlowHttp({
    flowId: 'flow',
    request: createRelayFetch(server.origin, fetch),
    session: session ?? (async () => ({ ok: true, session: { token: `t${number}` } })),
    forget(token) {
      forgotten.push(token);
      number += 1;
    },
  });
  return { http, forgotten };
}

const link = {
  linkId: 'link-1',
  role: 'viewer',
  name: 'Class 4b',
  createdAt: 1,
  endsAt: null,
  revokedAt: null,
  lastUsedAt: null,
} as const;

describe('links and versions over http', () => {
  it('makes, lists, changes and revokes a link; the secret comes once', async () => {
    const { http } = setUp();
    expect(await http.makeLink({ role: 'viewer', name: 'Class 4b', endsAt: null })).toEqual({
      ok: true,
      value: { link, secret: 'secret-of-link-1' },
    });
    expect(await http.links()).toEqual({ ok: true, value: [link] });
    expect(await http.changeLink('link-1', { endsAt: 99 })).toEqual({ ok: true, value: null });
    expect(await http.revokeLink('link-1')).toEqual({ ok: true, value: null });
    expect(await http.links()).toEqual({ ok: true, value: [{ ...link, endsAt: 99, revokedAt: 2 }] });
    expect(server.asked.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'POST /api/flows/flow/links',
      'GET /api/flows/flow/links',
      'PATCH /api/flows/flow/links/link-1',
      'DELETE /api/flows/flow/links/link-1',
      'GET /api/flows/flow/links',
    ]);
  });

  it('names a version and reads its bytes, packed on the way', async () => {
    const { http } = setUp();
    const version = { versionId: 'v1', name: 'First', by: 'Ada', at: 5, personId: 'ada' };
    expect(await http.makeVersion({ name: 'First', by: 'Ada' })).toEqual({ ok: true, value: version });
    expect(await http.versions()).toEqual({ ok: true, value: [version] });
    const bytes = { ok: true, value: new Uint8Array([1, 2, 3, 250]) };
    expect(await http.versionDocument('v1')).toEqual(bytes);
    expect(await http.document()).toEqual(bytes);
  });

  it('[AU1] gets a fresh token once when one is refused, and gives up when that is refused too', async () => {
    const { http, forgotten } = setUp();
    server.tokens.clear();
    server.tokens.add('t2');
    expect(await http.links()).toEqual({ ok: true, value: [] });
    expect(forgotten).toEqual(['t1']);
    server.tokens.clear();
    expect(await http.revokeLink('link-1')).toEqual({ ok: false, error: weftError('not-allowed', 'No.') });
    expect(forgotten).toEqual(['t1', 't2']);
  });

  it('tells every failure as data', async () => {
    const offline = weftError('relay-unreachable', 'Gone.', { retryable: true });
    expect(await setUp(async () => ({ ok: false, error: offline })).http.links()).toEqual({
      ok: false,
      error: offline,
    });
    const { http } = setUp();
    expect(await http.revokeLink('none')).toEqual({ ok: false, error: weftError('not-found', 'No.') });
    server.answer = (_request, response) => !!response.end('not json');
    expect(await http.links()).toMatchObject({ ok: false, error: { code: 'protocol-version' } });
    server.answer = (_request, response) => !!response.end('{"versions":[{}]}');
    expect(await http.versions()).toMatchObject({ ok: false, error: { code: 'protocol-version' } });
    server.answer = (_request, response) => !!response.writeHead(200, { 'content-length': '9' }).destroy();
    expect(await http.document()).toMatchObject({
      ok: false,
      error: { code: 'relay-unreachable', retryable: true },
    });
    server.answer = (request) => !!request.socket.destroy();
    expect(await http.makeVersion({ name: 'a', by: '' })).toMatchObject({
      ok: false,
      error: { code: 'relay-unreachable', retryable: true },
    });
  });
});
