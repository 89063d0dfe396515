import { describe, expect, it } from 'vitest';
import { startKeyServer } from '../testing/key-server.ts';
import { checkKey, otherOwnerOf } from './check-key.ts';
import { platformFetch, platformTimers } from './outbound-platform.ts';
import { PROVIDER_MODULES } from './registry.ts';
import type { OutboundFetch } from './types.ts';

const KEY = 'sk-a-key-of-the-tests-0123456789';
const timers = { setTimeout: () => 0, clearTimeout: () => undefined };

async function check(provider: string, answer: () => Response | Promise<Response>) {
  const requests: { url: string; method: string; headers: Headers }[] = [];
  const fetch: OutboundFetch = async (input, init) => {
    requests.push({ url: String(input), method: init?.method ?? '', headers: new Headers(init?.headers) });
    return answer();
  };
  const ports = { environment: {}, fetch, timers, now: () => 0 };
  return { said: await checkKey(ports, provider, KEY), requests };
}
const withStatus = (status: number) => () => new Response('{"error":"echo"}', { status });

describe('asking a provider about a key', () => {
  it.each([
    [200, 'works'],
    [400, 'works'],
    [402, 'works'],
    [404, 'works'],
    [422, 'works'],
    [401, 'refused'],
    [403, 'refused'],
    [302, 'unavailable'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('an answer of %i says: %s', async (status, expected) => {
    expect((await check('openai', withStatus(status))).said).toBe(expected);
  });

  it('GLM answers 429 for an account that is empty: its key is known', async () => {
    expect((await check('glm', withStatus(429))).said).toBe('works');
    expect((await check('huggingface', withStatus(429))).said).toBe('unavailable');
  });

  it.each(['glm', 'huggingface'])(
    '%s over a real connection: known, or not, and nothing is bought',
    async (id) => {
      const server = await startKeyServer([KEY]);
      const environment = { WEFT_PROVIDER_BASE_URLS: JSON.stringify({ [id]: server.url }) };
      const ports = { environment, fetch: platformFetch, timers: platformTimers, now: () => Date.now() };
      expect(await checkKey(ports, id, KEY)).toBe('works');
      expect(await checkKey(ports, id, `${KEY}-wrong`)).toBe('refused');
      await server.stop();
      expect(await checkKey(ports, id, KEY)).toBe('unavailable');
    },
  );

  it('tells a key of another provider by its beginning', () => {
    expect(otherOwnerOf('sk-ant-0123', 'openai')).toBe('Claude');
    expect(otherOwnerOf('sk-or-v1-0123', 'openai')).toBe('OpenRouter');
    expect(otherOwnerOf('sk-ant-0123', 'claude')).toBeNull();
    expect(otherOwnerOf(KEY, 'mistral')).toBeNull();
  });

  it('no answer says nothing of the key', async () => {
    const broken = () => Promise.reject(new Error(`connect ${KEY}`));
    expect((await check('openai', broken)).said).toBe('unavailable');
    expect((await check('no-such-provider', withStatus(200))).said).toBe('unavailable');
    expect((await check('demo', withStatus(200))).said).toBe('unavailable');
  });

  it.each(PROVIDER_MODULES.map(({ description }) => description).filter(({ baseUrl }) => baseUrl !== ''))(
    '[SE1] $id is asked once, at its own address, with the key where it belongs',
    async ({ id, baseUrl }) => {
      const { said, requests } = await check(id, withStatus(200));
      expect(said).toBe('works');
      expect(requests).toHaveLength(1);
      const [request] = requests;
      expect(request?.url.startsWith(`${baseUrl}/`)).toBe(true);
      expect(request?.url).not.toContain(KEY);
      const sent = [...(request?.headers ?? [])].filter(([, value]) => value.includes(KEY));
      expect(sent).toEqual([id === 'claude' ? ['x-api-key', KEY] : ['authorization', `Bearer ${KEY}`]]);
    },
  );
});
