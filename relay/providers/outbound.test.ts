import { describe, expect, it } from 'vitest';
import { callLimits, inWords, type CallLimits } from './call-limits.ts';
import { createOutbound, type Outbound, type OutboundOptions } from './outbound.ts';
import { createManualTimers, type ManualTimers } from './testing/harness.ts';

const BASE = 'https://api.example.org/v1';
const never = (): Promise<never> => new Promise(() => undefined);

/** A body that the test feeds. */
function fedBody(): {
  readonly body: ReadableStream<Uint8Array>;
  feed(text: string): void;
  end(): void;
  fail(): void;
} {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
  return {
    body,
    feed: (text) => controller?.enqueue(new TextEncoder().encode(text)),
    end: () => controller?.close(),
    fail: () => controller?.error(new Error('reset')),
  };
}

const sse = (body: BodyInit | null, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(body, { status, headers: { 'content-type': 'text/event-stream', ...headers } });

interface Rig {
  readonly outbound: Outbound;
  readonly timers: ManualTimers;
  readonly calls: { url: string; init: RequestInit }[];
  readonly stop: AbortController;
}

function rig(
  respond: () => Promise<Response>,
  changes: Partial<OutboundOptions> & { limits?: CallLimits } = {},
): Rig {
  const timers = createManualTimers();
  const calls: Rig['calls'] = [];
  const stop = new AbortController();
  const outbound = createOutbound({
    fetch: (input, init) => {
      calls.push({ url: String(input), init: init ?? {} });
      return respond();
    },
    timers,
    now: timers.now,
    baseUrl: BASE,
    allowHttp: false,
    limits: callLimits(),
    signal: stop.signal,
    accept: 'event-stream',
    ...changes,
  });
  return { outbound, timers, calls, stop };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('outbound: where', () => {
  it.each([
    'https://api.example.org.evil.test/v1/x',
    'https://evil.test/v1/x',
    'http://api.example.org/v1/x',
    'https://api.example.org:8443/v1/x',
    'https://user:pass@api.example.org/v1/x',
    'https://api.example.org/v2/x',
    'https://api.example.org/v1x',
    'https://api.example.org/v1/../admin',
    'ftp://api.example.org/v1/x',
    'http://127.0.0.1/v1/x',
  ])('[SE1] refuses %s before anything leaves', async (url) => {
    const { outbound, calls } = rig(async () => sse(''));
    await expect(outbound.fetch(url)).rejects.toMatchObject({ failure: { code: 'not-allowed' } });
    expect(calls).toEqual([]);
    expect(outbound.wasSent()).toBe(false);
  });

  it('http only where the operator said so', async () => {
    const { outbound, calls } = rig(async () => sse(''), {
      baseUrl: 'http://localhost:11434/v1',
      allowHttp: true,
    });
    await outbound.fetch('http://localhost:11434/v1/chat/completions');
    expect(calls).toHaveLength(1);
  });

  it('[CA1] lets one request out, not two', async () => {
    const { outbound, calls } = rig(async () => sse('data: x\n\n'));
    await outbound.fetch(`${BASE}/chat/completions`);
    await expect(outbound.fetch(`${BASE}/chat/completions`)).rejects.toMatchObject({
      failure: { code: 'internal' },
    });
    expect(calls).toHaveLength(1);
  });

  it('[CA1] lets no second request in while the first is being recorded', async () => {
    const { outbound, calls } = rig(async () => sse('data: x\n\n'));
    const both = [outbound.fetch(`${BASE}/chat/completions`), outbound.fetch(`${BASE}/chat/completions`)];
    await Promise.allSettled(both);
    expect(calls.length).toBeLessThanOrEqual(1);
  });

  it('[SE1] sends only listed headers and follows nothing', async () => {
    const { outbound, calls } = rig(async () => sse(''));
    const headers = {
      authorization: 'Bearer k',
      cookie: 'a=b',
      'x-stainless-os': 'Linux',
      'OpenAI-Project': 'p',
      'x-forwarded-for': '1',
    };
    await outbound.fetch(`${BASE}/x`, { method: 'POST', headers, body: '{}' });
    expect([...(calls[0]?.init.headers as Headers).keys()]).toEqual(['authorization', 'user-agent']);
    expect(calls[0]?.init.redirect).toBe('manual');
  });

  it.each([301, 302, 303, 307, 308])('%d is a failure, not a way', async (status) => {
    const { outbound } = rig(async () => sse(null, status, { location: 'https://evil.test/' }));
    await expect(outbound.fetch(`${BASE}/x`)).rejects.toMatchObject({
      failure: { code: 'provider-redirected', retry: 'never' },
    });
  });
});

describe('outbound: what comes back', () => {
  it.each<Record<string, string>>([
    { authorization: 'Bearer sk-canary-0123456789' },
    { 'x-api-key': 'sk-canary-0123456789' },
  ])(
    '[SE1] an answer that repeats the key is passed on without it, cut wherever it may be: %j',
    async (headers) => {
      const source = fedBody();
      const { outbound } = rig(async () => sse(source.body));
      const answer = await outbound.fetch(`${BASE}/x`, { headers });
      const text = answer.text();
      for (const piece of ['data: you sent sk-can', 'ary-01234', '56789, did you?\n\n', 'data: s'])
        source.feed(piece);
      source.end();
      expect(await text).toBe('data: you sent ********************, did you?\n\ndata: s');
    },
  );
});

describe('outbound: how long', () => {
  it('60 s for the headers', async () => {
    const { outbound, timers } = rig(never);
    const fetched = outbound.fetch(`${BASE}/x`);
    const failed = expect(fetched).rejects.toBeDefined();
    await settled();
    timers.advance(59_999);
    expect(outbound.failure()).toBeNull();
    timers.advance(1);
    await failed;
    expect(outbound.failure()).toEqual({
      code: 'deadline-headers',
      outcome: 'unknown',
      retry: 'ask',
      detail: '60 seconds',
    });
  });

  it('30 s between bytes, counted anew after each', async () => {
    const source = fedBody();
    const { outbound, timers } = rig(async () => sse(source.body));
    const reader = (await outbound.fetch(`${BASE}/x`)).body?.getReader();
    for (let round = 0; round < 3; round += 1) {
      const read = reader?.read();
      timers.advance(29_999);
      source.feed('data: a\n\n');
      expect((await read)?.done).toBe(false);
    }
    const last = expect(reader?.read()).rejects.toBeDefined();
    await settled();
    timers.advance(30_000);
    await last;
    expect(outbound.failure()).toMatchObject({ code: 'deadline-idle', outcome: 'unknown', retry: 'ask' });
  });

  it('10 minutes in all, however lively', async () => {
    const source = fedBody();
    const { outbound, timers } = rig(async () => sse(source.body));
    const reader = (await outbound.fetch(`${BASE}/x`)).body?.getReader();
    for (let second = 0; second < 599; second += 20) {
      source.feed('data: a\n\n');
      await reader?.read();
      timers.advance(20_000);
    }
    expect(outbound.failure()).toMatchObject({ code: 'deadline-total', detail: '10 minutes' });
    await expect(reader?.read()).rejects.toBeDefined();
  });

  it('leaves no timer behind', async () => {
    const { outbound, timers } = rig(async () => sse('data: a\n\n'));
    await (await outbound.fetch(`${BASE}/x`)).text();
    outbound.close();
    outbound.close();
    expect(timers.pending()).toBe(0);
  });

  it.each([
    [500, '500 ms'],
    [1_000, 'a second'],
    [30_000, '30 seconds'],
    [600_000, '10 minutes'],
  ])('%d ms is "%s"', (duration, words) => {
    expect(inWords(duration)).toBe(words);
  });
});

describe('outbound: how much', () => {
  const feedUntilFailure = async (
    piece: string,
    limits: Partial<CallLimits>,
  ): Promise<{ outbound: Outbound; passed: number }> => {
    let passed = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(piece)),
    });
    const { outbound } = rig(async () => sse(body), { limits: callLimits(limits) });
    const reader = (await outbound.fetch(`${BASE}/x`)).body?.getReader();
    try {
      for (let round = 0; round < 100_000; round += 1)
        passed += (await reader?.read())?.value?.byteLength ?? 0;
    } catch {
      // The failure is what the test looks at.
    }
    return { outbound, passed };
  };

  it('an endless line is cut off at the limit, not collected', async () => {
    const { outbound, passed } = await feedUntilFailure('x'.repeat(1_000), { sseLineBytes: 10_000 });
    expect(outbound.failure()).toMatchObject({ code: 'provider-too-large', outcome: 'error', retry: 'ask' });
    expect(passed).toBe(10_000);
  });

  it('many short lines are no long line', async () => {
    const { outbound, passed } = await feedUntilFailure('data: 12345\n\n', {
      sseLineBytes: 20,
      responseBytes: 5_000,
    });
    expect(outbound.failure()).toMatchObject({ code: 'provider-too-large' });
    expect(passed).toBeGreaterThan(4_900);
  });
});

describe('outbound: what went wrong', () => {
  it('a throw before the headers may have been billed', async () => {
    const { outbound } = rig(() => Promise.reject(new TypeError('fetch failed')));
    await expect(outbound.fetch(`${BASE}/x`)).rejects.toMatchObject({
      failure: { code: 'unknown-outcome', outcome: 'unknown', retry: 'ask' },
    });
  });

  it('so may a connection that breaks in the middle', async () => {
    const source = fedBody();
    const { outbound } = rig(async () => sse(source.body));
    const reader = (await outbound.fetch(`${BASE}/x`)).body?.getReader();
    source.feed('data: a\n\n');
    await reader?.read();
    const read = expect(reader?.read()).rejects.toBeDefined();
    source.fail();
    await read;
    expect(outbound.failure()).toMatchObject({ code: 'connection-lost', outcome: 'unknown', retry: 'ask' });
  });

  it('what a person stops is stopped, even if the platform hangs on', async () => {
    const { outbound, stop } = rig(never);
    const failed = expect(outbound.fetch(`${BASE}/x`)).rejects.toBeDefined();
    await settled();
    stop.abort();
    await failed;
    expect(outbound.failure()).toMatchObject({ code: 'aborted', outcome: 'aborted' });
  });

  it('a call stopped before it was sent is not sent', async () => {
    const { outbound, stop, calls } = rig(async () => sse(''));
    stop.abort();
    await expect(outbound.fetch(`${BASE}/x`)).rejects.toBeDefined();
    expect(calls).toEqual([]);
  });

  it('an error body that never ends does not hold the call', async () => {
    const { outbound, timers } = rig(async () => sse(fedBody().body, 429));
    const failed = expect(outbound.fetch(`${BASE}/x`)).rejects.toMatchObject({
      failure: { code: 'provider-rate-limited' },
    });
    await settled();
    timers.advance(2_000);
    await failed;
  });
});
