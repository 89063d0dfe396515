import { expect, it } from 'vitest';
import type { ReserveReply } from '../core/vault/vault-request.ts';
import { endOf, FLOW_ID, NOON_MS, reserveOf } from '../core/vault/testing.ts';
import { createPartyVaultStore } from '../storage/party-vault-store.ts';
import { createFakePartyStorage } from '../storage/testing/fake-party-storage.ts';
import { createVaultDriver } from './vault-driver.ts';
import { ledgerFile } from './vault-ledger.ts';

/** The purse of a flow; time passes when the test says so. */
async function purse(environment: Readonly<Record<string, string>> = {}) {
  const timers: (() => void)[] = [];
  let now = NOON_MS;
  const store = createPartyVaultStore(createFakePartyStorage());
  const driver = createVaultDriver({
    ...{ store, environment },
    timers: {
      setTimeout: (callback) => timers.push(callback),
      clearTimeout: (timer) => void timers.splice((timer as unknown as number) - 1, 1, () => undefined),
    },
    now: () => now,
  });
  await driver.ready();
  const wish = (callId: string) =>
    reserveOf(callId, { grantId: 'environment', flowId: FLOW_ID, perDayMicroUsd: null });
  const ask = async (callId: string) =>
    (await driver.ask({ type: 'reserve', reserve: wish(callId) }))?.body as ReserveReply;
  const end = (callId: string) =>
    driver.ask({ type: 'settle', settle: { runId: 'run', callId, attempt: '1', end: endOf(1) } });
  const pass = (ms: number): void => void (now += ms);
  return { driver, store, ask, end, timers, pass };
}

it('[VA9] a call in the line is answered as soon as its turn has come, and another when a moment has passed', async () => {
  const { ask, end, timers } = await purse();
  for (const callId of ['a', 'b', 'c', 'd']) expect(await ask(callId)).toMatchObject({ outcome: 'held' });
  const waiting = ask('e');
  const behind = ask('f');
  await end('a');
  expect(await waiting).toMatchObject({ outcome: 'held' });
  for (const ring of timers) ring();
  expect(await behind).toMatchObject({ outcome: 'wait', ahead: 0 });
});

it('[VA10] sums the oldest rows up by itself once there are many, and the file begins with what they came to', async () => {
  const { driver, store, ask, end, pass } = await purse({ WEFT_LIMITS: '{"ledgerRows":10}' });
  for (let n = 1; n <= 510; n += 1) {
    await ask(`c${n}`);
    await end(`c${n}`);
    pass(1_000);
  }
  await expect.poll(async () => (await store.rowsFrom(1, 1_000)).length).toBe(10);
  const file = await ledgerFile(store, driver.room().sums()).text();
  const [, sum, first, ...more] = file.trim().split('\r\n');
  expect(sum).toContain('2026-11,Pia,');
  expect(sum).toContain('0.000500,0.000500,sum of 500,');
  expect(first).toContain(',c501,');
  expect(more).toHaveLength(9);
  await driver.ready();
  expect((await store.load())?.sums).toEqual(driver.room().sums());
});
