import { expect, it, vi } from 'vitest';
import { callIdOf, requestOf, START_MS } from '../core/testing.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import { createCallRunner, type CallRunner } from './call-runner.ts';

it('[SC3, RK7, CA1] lets a withdrawn attempt neither send nor end the call that has been started again', async () => {
  const callId = callIdOf(1);
  const given: string[] = [];
  let requests = 0;
  const runner: CallRunner = createCallRunner({
    store: createMemoryStore(),
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
  await vi.waitFor(() => expect(requests).toBe(1));
  expect(given).toEqual(['call.sent', 'call.sent']);
  runner.abort(callId);
  await vi.waitFor(() => expect(given).toEqual(['call.sent', 'call.sent', 'call.ended']));
  expect(requests).toBe(1);
});
