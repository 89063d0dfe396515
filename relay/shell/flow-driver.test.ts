import { describe, expect, it } from 'vitest';
import type { FlowInput } from '../core/flow/create-flow-room.ts';
import type { FlowBatch } from '../core/flow/flow-step.ts';
import { roomLimits } from '../core/room-config.ts';
import { FLOW_ID, grantOf, START_MS } from '../core/testing.ts';
import { createMemoryFlowStore } from '../storage/memory-flow-store.ts';
import { createFlowDriver } from './flow-driver.ts';

/** A driver in a world that the test moves. */
async function createScene() {
  const store = createMemoryFlowStore();
  const events: string[] = [];
  const pushes: { readonly runId: string; answer(ok: boolean): void }[] = [];
  const timers: { callback: () => void; delayInMs: number }[] = [];
  const scene = { now: START_MS, isBroken: false, events, pushes, timers };
  const driver = createFlowDriver({
    store: {
      ...store,
      async write(batch: FlowBatch) {
        if (scene.isBroken) throw new Error('disk full');
        events.push('put');
        await store.write(batch);
      },
    },
    config: { limits: roomLimits() },
    timers: {
      setTimeout: (callback, delayInMs) => timers.push({ callback, delayInMs }),
      clearTimeout: () => undefined,
    },
    now: () => scene.now,
    send: (_id, frame) => void events.push(`send ${(JSON.parse(frame) as { type: string }).type}`),
    close: (_id, code) => void events.push(`close ${code}`),
    push: ({ runId }) =>
      new Promise((resolve) => {
        pushes.push({ runId, answer: resolve });
      }),
    removeRun: ({ runId }) => {
      events.push(`remove ${runId}`);
      return Promise.resolve(true);
    },
    setAlarm: (at) => void events.push(`alarm ${at - START_MS}`),
  });
  await driver.ready();
  const ask = (request: Extract<FlowInput, { type: 'request' }>['request'], grant: 'owner' | null) =>
    driver.ask({ type: 'request', requestId: 'r', grant: grant && grantOf('olga', grant), request });
  await ask({ type: 'create', flowId: FLOW_ID, ownerSecret: 'owner-secret', linkId: 'link-owner' }, null);
  return { ...scene, scene, driver, ask, store };
}

/** Lets everything that waits for nothing but promises run. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('the driver of a flow’s room', () => {
  it('[FR1] begins the put before it tells anybody', async () => {
    const { driver, events } = await createScene();
    events.splice(0);
    driver.give({ type: 'opened', connectionId: 'a', ticket: 't', ticketExpiresAt: START_MS + 60_000 });
    driver.give({ type: 'hello', connectionId: 'a', protocol: 1, grant: grantOf('olga', 'owner') });
    expect(events).toEqual(['put', 'send connection.ready', 'send runs', 'send presence']);
  });

  it('[FR1] promises nothing that is not stored, and still answers what stores nothing', async () => {
    const { scene, ask, timers } = await createScene();
    scene.isBroken = true;
    const version = { type: 'versions.make', versionId: 'v', name: 'V', by: 'Olga' } as const;
    await expect(ask(version, 'owner')).rejects.toThrow();
    await settle();
    expect((await ask({ type: 'versions.list' }, 'owner')).status).toBe(200);
    expect(await ask({ ...version, versionId: 'w' }, 'owner')).toMatchObject({ status: 503 });
    scene.isBroken = false;
    timers.at(-1)?.callback();
    await settle();
    expect(await ask({ ...version, versionId: 'w' }, 'owner')).toMatchObject({ status: 201 });
  });

  it('[FR7] keeps an alarm until every room has answered', async () => {
    const { ask, events, pushes, scene, driver } = await createScene();
    const summary = {
      ...{ runId: 'r1', startedAt: 1, startedBy: 'X', outcome: null, sealed: false, endedAt: null },
      ...{ phase: 'running' as const, parked: true, totalMicroUsd: 0, demo: true },
    };
    await ask({ type: 'report', summary }, null);
    const link = { linkId: 'l', secret: 's', role: 'viewer', name: '', endsAt: null } as const;
    await ask({ type: 'links.make', ...link }, 'owner');
    await ask({ type: 'links.revoke', linkId: 'l' }, 'owner');
    expect(pushes.map(({ runId }) => runId)).toEqual(['r1']);
    expect(events.filter((event) => event.startsWith('alarm'))).toEqual(['alarm 1000']);
    pushes[0]?.answer(false);
    await settle();
    scene.now += 2_000;
    driver.give({ type: 'tick' });
    expect(pushes).toHaveLength(2);
    pushes[1]?.answer(true);
    await settle();
    scene.now += 60_000;
    driver.give({ type: 'tick' });
    expect(pushes).toHaveLength(2);
    expect(events.filter((event) => event.startsWith('alarm'))).toEqual(['alarm 1000', 'alarm 3000']);
  });
});
