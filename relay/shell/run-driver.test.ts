import { describe, expect, it, vi } from 'vitest';
import type { CommandType } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { roomLimits } from '../core/room-config.ts';
import { callStart, grantOf, planOf, RUN_ID, START_MS, typesOf } from '../core/testing.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import { metricsText } from './metrics.ts';
import { createRunDriver } from './run-driver.ts';

/** A driver whose run has a host, over a provider that never answers. */
async function createScene() {
  const store = createMemoryStore();
  let requests = 0;
  let rests = 0;
  let n = 0;
  const driver = createRunDriver({
    store,
    keeper: { sizes: async () => new Map(), get: async () => null, put: async () => false },
    payments: () => ({
      ...{ begin: () => null, recover: async () => undefined, owes: () => false },
      rest: () => void (rests += 1),
    }),
    config: { limits: roomLimits(), isFree: () => false },
    environment: { MISTRAL_API_KEY: 'k' },
    timers: { setTimeout: () => 0, clearTimeout: () => undefined },
    fetch: () => {
      requests += 1;
      return new Promise(() => undefined);
    },
    now: () => START_MS,
    ...{ send: () => undefined, close: () => undefined, report: () => undefined, setAlarm: () => undefined },
    ...{ forget: async () => true, closeAll: () => undefined },
  });
  await driver.ready();
  const start = { requestId: 'r', plan: planOf(), name: 'Ann', host: { hostId: 'h1', visible: true } };
  driver.give({ type: 'start', requestId: 's', runId: RUN_ID, start, grant: grantOf('ann') });
  const command = (body: { readonly type: CommandType; readonly data: object }): void => {
    n += 1;
    const poll = { clientId: 'c', after: 0, commands: [{ clientId: 'c', n, ...body }] };
    driver.give({ type: 'poll', requestId: `p${n}`, grant: grantOf('ann'), poll });
  };
  const callsInLog = async (): Promise<string[]> => {
    const json = await store.entries(1, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY);
    return typesOf(json.map((text) => JSON.parse(text) as LogEntry)).filter((type) =>
      type.startsWith('call.'),
    );
  };
  return { command, callsInLog, requests: () => requests, rests: () => rests };
}

/** Attempts at calls of which nothing more will come. */
const attemptsEnded = (): number => Number(/weft_calls_ended_total (\d+)/.exec(metricsText())?.[1]);

describe('the driver of a run’s room', () => {
  it('[SC3, RK7, CA1] asks the provider nothing when the run is paused before a call is sent, and asks once when it goes on (seed 226)', async () => {
    const { command, callsInLog, requests } = await createScene();
    const ended = attemptsEnded();
    command(callStart(1));
    command({ type: 'execution.pause', data: {} });
    await vi.waitFor(() => expect(attemptsEnded()).toBe(ended + 1));
    expect(requests()).toBe(0);
    expect(await callsInLog()).toEqual(['call.accepted']);
    command({ type: 'execution.resume', data: {} });
    await vi.waitFor(() => expect(requests()).toBe(1));
    expect(await callsInLog()).toEqual(['call.accepted', 'call.sent']);
  });

  it('[VA12] tells those who pay that the run rests when it is paused or stopped, and not while it runs', async () => {
    const { command, rests } = await createScene();
    expect(rests()).toBe(0);
    command({ type: 'execution.pause', data: {} });
    expect(rests()).toBe(1);
    command({ type: 'execution.resume', data: {} });
    expect(rests()).toBe(1);
    command({ type: 'execution.cancel', data: {} });
    expect(rests()).toBe(2);
  });

  it('[CA1, RK5] asks the provider nothing when the run is stopped before a call is sent', async () => {
    const { command, callsInLog, requests } = await createScene();
    command(callStart(1));
    command({ type: 'execution.cancel', data: {} });
    await vi.waitFor(async () => expect(await callsInLog()).toEqual(['call.accepted', 'call.ended']));
    expect(requests()).toBe(0);
  });
});
