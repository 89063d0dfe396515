import { expect, it } from 'vitest';
import type { ReserveReply } from '../core/vault/vault-request.ts';
import { endOf, FLOW_ID, NOON_MS, reserveOf } from '../core/vault/testing.ts';
import { createPartyVaultStore } from '../storage/party-vault-store.ts';
import { createFakePartyStorage } from '../storage/testing/fake-party-storage.ts';
import { createVaultDriver } from './vault-driver.ts';

/** The purse of a flow whose four turns are taken; time passes when the test says so. */
async function fullPurse() {
  const timers: (() => void)[] = [];
  const driver = createVaultDriver({
    store: createPartyVaultStore(createFakePartyStorage()),
    environment: {},
    timers: {
      setTimeout: (callback) => timers.push(callback),
      clearTimeout: (timer) => void timers.splice((timer as unknown as number) - 1, 1, () => undefined),
    },
    now: () => NOON_MS,
  });
  await driver.ready();
  const wish = (callId: string) =>
    reserveOf(callId, { grantId: 'environment', flowId: FLOW_ID, perDayMicroUsd: null });
  const ask = async (callId: string) =>
    (await driver.ask({ type: 'reserve', reserve: wish(callId) }))?.body as ReserveReply;
  const end = (callId: string) =>
    driver.ask({ type: 'settle', settle: { runId: 'run', callId, attempt: '1', end: endOf(1) } });
  for (const callId of ['a', 'b', 'c', 'd']) expect(await ask(callId)).toMatchObject({ outcome: 'held' });
  return { ask, end, timers };
}

it('[VA9] a call in the line is answered as soon as its turn has come, and another when a moment has passed', async () => {
  const { ask, end, timers } = await fullPurse();
  const waiting = ask('e');
  const behind = ask('f');
  await end('a');
  expect(await waiting).toMatchObject({ outcome: 'held' });
  for (const pass of timers) pass();
  expect(await behind).toMatchObject({ outcome: 'wait', ahead: 0 });
});
