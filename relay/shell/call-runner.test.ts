import { expect, it, vi } from 'vitest';
import type { CallRequest } from '#shared/run/call.ts';
import type { RoomInput } from '../core/run-room.ts';
import { callIdOf, requestOf, START_MS } from '../core/testing.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import { createCallRunner, type CallRunner } from './call-runner.ts';

/** An adapter is loaded with its first call, which takes a moment on a busy machine. */
const PATIENT = { timeout: 10_000 };

it('[SC3, RK7, CA1] lets a withdrawn attempt neither send nor end the call that has been started again', async () => {
  const callId = callIdOf(1);
  const given: string[] = [];
  let requests = 0;
  const runner: CallRunner = createCallRunner({
    store: createMemoryStore(),
    keeper: { get: async () => null, put: async () => false },
    flowId: () => null,
    environment: { MISTRAL_API_KEY: 'k' },
    timers: { setTimeout: () => 0, clearTimeout: () => undefined },
    fetch: () => {
      requests += 1;
      return new Promise(() => undefined);
    },
    now: () => START_MS,
    give({ type }) {
      given.push(type);
      if (type !== 'call.sent' || given.length > 1) return;
      runner.withdraw(callId);
      runner.start(callId, requestOf('hi'));
    },
    settled: () => Promise.resolve(),
  });
  runner.start(callId, requestOf('hi'));
  await vi.waitFor(() => expect(requests).toBe(1), PATIENT);
  expect(given).toEqual(['call.sent', 'call.sent']);
  runner.abort(callId);
  await vi.waitFor(() => expect(given).toEqual(['call.sent', 'call.sent', 'call.ended']));
  expect(requests).toBe(1);
});

const DRAWING: CallRequest = {
  kind: 'image',
  ...{ provider: 'demo', model: 'demo', prompt: 'a red boat', size: { width: 64, height: 64 } },
  purpose: { task: 'generate-image', details: {}, subject: 'a red boat' },
};

/** Lets the demo draw, with a flow that takes pictures or does not. */
async function drawOver(keeps: boolean) {
  const store = createMemoryStore();
  const inFlow = new Map<string, Uint8Array>();
  const given: RoomInput[] = [];
  const runner = createCallRunner({
    ...{ store, now: () => START_MS, flowId: () => 'f', environment: { WEFT_DEMO_PACE: '0' } },
    keeper: {
      get: async (_flowId, hash) => inFlow.get(hash) ?? null,
      async put(_flowId, hash, bytes) {
        if (keeps) inFlow.set(hash, bytes);
        return keeps;
      },
    },
    timers: { setTimeout: (callback) => void setImmediate(callback), clearTimeout: () => undefined },
    fetch: () => Promise.reject(new Error('The demo asks nobody.')),
    give: (input) => void given.push(input),
    settled: () => Promise.resolve(),
  });
  runner.start(callIdOf(1), DRAWING);
  const ended = await vi.waitFor(() => {
    const last = given.at(-1);
    if (last?.type !== 'call.ended') throw new Error('not yet');
    return last;
  }, PATIENT);
  const hash = ended.end.image?.blob ?? '';
  const stored = given.flatMap((input) => (input.type === 'blob.stored' ? [input.hash] : []));
  return { hash, stored, inRun: await store.blob(hash), inFlow: inFlow.get(hash) ?? null };
}

it('[PI2, PI7] a picture that was made lies with the flow, and with the run when the flow cannot take it', async () => {
  const kept = await drawOver(true);
  expect(kept.hash).toMatch(/^[0-9a-f]{64}$/);
  expect([kept.inRun, kept.stored, kept.inFlow === null]).toEqual([null, [], false]);
  const refused = await drawOver(false);
  expect([refused.inFlow, refused.stored, refused.inRun === null]).toEqual([null, [refused.hash], false]);
});

const PAINTING: CallRequest = {
  kind: 'image',
  ...{ provider: 'fireworks', model: 'flux-kontext-pro', prompt: 'a red boat' },
  purpose: { task: 'generate-image', details: {}, subject: 'a red boat' },
};

it.each(['works', 'fails'])(
  '[RK8] the number of a call is given to storage before one asks for it: storage %s',
  async (storage) => {
    const given: string[] = [];
    const asked: string[] = [];
    let store: (works: boolean) => void = () => undefined;
    const stored = new Promise<void>((resolve, reject) => {
      store = (works) => (works ? resolve() : reject(new Error('disk full')));
    });
    const runner = createCallRunner({
      ...{ store: createMemoryStore(), now: () => START_MS, flowId: () => null },
      environment: { FIREWORKS_API_KEY: 'k' },
      keeper: { get: async () => null, put: async () => false },
      timers: {
        setTimeout: (callback, delayInMs) => void (delayInMs < 5_000 && setImmediate(callback)),
        clearTimeout: () => undefined,
      },
      async fetch(address) {
        asked.push(String(address).endsWith('/get_result') ? 'question' : 'paid');
        const answer = { request_id: 'id-7', status: 'Error' };
        return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
      },
      give: (input) => void given.push(input.type === 'call.ticket' ? input.ticket : input.type),
      settled: () => (given.length < 2 ? Promise.resolve() : stored),
    });
    runner.start(callIdOf(1), PAINTING);
    await vi.waitFor(() => expect(given).toEqual(['call.sent', 'id-7']), PATIENT);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual(['paid']);
    store(storage === 'works');
    await vi.waitFor(() => expect(given).toEqual(['call.sent', 'id-7', 'call.ended']), PATIENT);
    expect(asked).toEqual(['paid', 'question']);
  },
);
