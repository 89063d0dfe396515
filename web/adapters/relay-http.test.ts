import { describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import { weftError } from '#shared/run/errors.ts';
import { createVirtualClock } from '../engine/testing/virtual-clock.ts';
import { createRelayHttp } from './relay-http.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

type Answer = (asked: Asked) => Response | null;

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const failure = (code: 'not-allowed' | 'not-found' | 'link-ended', status: number) =>
  json({ error: weftError(code, 'No.') }, status);

/** The relay's HTTP as the test answers it; null = tokens and nothing else. */
function setUp(answer: Answer = () => null) {
  const asked: Asked[] = [];
  let tokens = 0;
  const http = createRelayHttp({
    origin: 'http://relay',
    clock: createVirtualClock(),
    flowId: 'flow',
    secret: 's'.repeat(22),
    mayCreate: false,
    async fetch(url, init) {
      const headers = new Headers(init?.headers);
      const one = {
        method: init?.method ?? 'GET',
        path: String(url).replace('http://relay', ''),
        authorization: headers.get('authorization') ?? undefined,
        body: init?.body,
      };
      asked.push(one);
      const given = answer(one);
      if (given !== null) return given;
      if (!one.path.endsWith('/token')) return failure('not-found', 404);
      tokens += 1;
      const person = { person: 'p', personId: 'ada', role: 'editor' };
      return json({ token: `t${tokens}`, ...person, now: 0, expiresAt: 600_000 });
    },
  });
  const paths = () => asked.map(({ path }) => path);
  return { http, asked, paths };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (caught: { error: { code: string; retryable: boolean } }) =>
      `${caught.error.code}${caught.error.retryable ? ', again' : ''}`,
  );

describe('relay over http', () => {
  it('carries the token, and gets a fresh one once when it is refused', async () => {
    const { http, asked } = setUp(({ path, authorization }) => {
      if (!path.endsWith('/ticket')) return null;
      return authorization === 'Bearer t2' ? json({ ticket: 'one' }) : failure('not-allowed', 401);
    });
    expect(await http.ticket('run')).toBe('one');
    expect(asked.map(({ authorization }) => authorization)).toEqual([
      undefined,
      'Bearer t1',
      undefined,
      'Bearer t2',
    ]);
  });

  it('[AU1] gives up when the fresh token is refused too', async () => {
    const { http, paths } = setUp(({ path }) =>
      path.endsWith('/ticket') ? failure('not-allowed', 403) : null,
    );
    expect(await codeOf(http.ticket('run'))).toBe('not-allowed');
    expect(paths().filter((path) => path.endsWith('/token'))).toHaveLength(2);
  });

  it.each([401, 403])('takes a bare %i for a refusal', async (status) => {
    const { http } = setUp(({ path }) => (path.endsWith('/runs') ? new Response('', { status }) : null));
    expect(await codeOf(http.runs())).toBe('not-allowed');
  });

  it('hands on that the link was ended', async () => {
    const { http, paths } = setUp(() => failure('link-ended', 403));
    expect(await codeOf(http.ticket('run'))).toBe('link-ended');
    expect(paths()).toHaveLength(1);
  });

  it.each([
    ['no answer', () => Promise.reject(new TypeError('fetch failed')), 'relay-unreachable, again'],
    ['a broken server', () => new Response('oops', { status: 502 }), 'relay-unreachable, again'],
    ['no JSON', () => new Response('<html>'), 'relay-unreachable, again'],
    ['another protocol', () => json({ providers: 'none' }), 'protocol-version'],
  ])('makes %s a failure that can be shown', async (_name, answer, expected) => {
    const { http } = setUp(answer as unknown as Answer);
    expect(await codeOf(http.providers())).toBe(expected);
  });

  it('stores bytes under their hash and checks what it gets', async () => {
    const bytes = new TextEncoder().encode('hello');
    const hash = hashBytes(bytes);
    const { http, paths } = setUp(({ path, method }) => {
      if (!path.includes('/blobs/')) return null;
      return method === 'PUT' ? json({}, 201) : new Response(path.endsWith(hash) ? bytes : 'other');
    });
    expect(await http.putBlob('a run', bytes)).toBe(hash);
    expect(paths().at(-1)).toBe(`/api/runs/a%20run/blobs/${hash}`);
    expect(await http.getBlob('run', hash)).toEqual(bytes);
    expect(await codeOf(http.getBlob('run', '0'.repeat(64)))).toBe('blob-missing, again');
  });

  it('[PI4] a picture goes to its flow by pieces that say where they begin, and comes back checked', async () => {
    const bytes = new Uint8Array([9, 8, 7]);
    const hash = hashBytes(bytes);
    const { http, paths } = setUp(({ path, method }) => {
      if (!path.includes('/pictures/')) return null;
      if (path.endsWith('/upload')) return json({ have: 1, complete: false });
      return method === 'PUT' ? json({ have: 3, complete: true }) : new Response(bytes);
    });
    expect(await http.uploaded(hash)).toEqual({ have: 1, complete: false });
    const piece = { offset: 1, total: 3, bytes: bytes.subarray(1) };
    expect(await http.putPiece(hash, piece)).toEqual({ have: 3, complete: true });
    expect(paths().at(-1)).toMatch(new RegExp(`^/api/flows/[^/]+/pictures/${hash}/1-3$`));
    expect(await http.getPicture(hash)).toEqual(bytes);
    expect(await codeOf(http.getPicture('0'.repeat(64)))).toBe('blob-missing, again');
  });
});
