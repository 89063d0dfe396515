import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowGrantsResponse } from '#shared/protocol/vault-messages.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { startWatchedRelay, type WatchedRelay } from '../e2e/security/watched-relay.ts';
import { callIdOf } from './core/testing.ts';
import { createApiClient, until, type ApiClient } from './testing/api-client.ts';
import { closedGate, endOf, has, pauses } from './testing/look-at-log.ts';
import { startKeyServer, type KeyServer } from './testing/key-server.ts';
import { openPolledRun, PRICED_MODEL, startPaid } from './testing/polled-run.ts';
import { openRing, putKey, rowsOf, spentOf } from './testing/ring-client.ts';

/** The key that must be seen nowhere, and one that its provider does not know. */
const CANARY = `sk-canary-${randomBytes(24).toString('hex')}`;
const WRONG = `sk-wrong-${randomBytes(24).toString('hex')}`;
const ENVIRONMENT_KEY = `sk-environment-${randomBytes(24).toString('hex')}`;

let server: KeyServer;
let relay: WatchedRelay;
let ann: ApiClient;
/** Every body that anybody got. */
const bodies: string[] = [];

beforeAll(async () => {
  server = await startKeyServer([CANARY, ENVIRONMENT_KEY]);
  relay = await startWatchedRelay(
    {
      port: 5380,
      env: {
        WEFT_PROVIDER_BASE_URLS: JSON.stringify({ openai: server.url, mistral: server.url }),
        MISTRAL_API_KEY: ENVIRONMENT_KEY,
        WEFT_FLOW_BUDGET_USD_PER_DAY: '0.5',
      },
    },
    { 'a key that was typed': CANARY, 'a wrong key that was typed': WRONG },
  );
  ann = await createApiClient(relay.url);
});

afterAll(async () => {
  await relay.stop();
  await server.stop();
});

const heard = (text: string): void => void bodies.push(text);
const makeRing = (flow: ApiClient) => openRing(flow, heard);
const start = (flow: ApiClient, payer: object | undefined) => startPaid(flow, payer, heard);
const hosted = (flow: ApiClient, runId: string) => openPolledRun(flow, runId, heard);

/** A run of the flow on a key ring of its owner, with this budget. */
async function paidRun(flow: ApiClient, budget: object) {
  const ring = await makeRing(flow);
  await putKey(ring, CANARY);
  const grantId = await ring.grant(budget);
  const { body } = await start(flow, { ringId: ring.ringId, grantId });
  return { ring, grantId, run: hosted(flow, body.runId) };
}

describe('a key ring in the real relay', { timeout: 60_000 }, () => {
  it('[VA7] takes a key that its provider knows, pays for a run with it, and says what that cost', async () => {
    const ring = await makeRing(ann);
    const refused = await putKey(ring, WRONG);
    expect([refused.status, refused.body.error?.code]).toEqual([422, 'key-refused']);
    expect((await putKey(ring, CANARY)).status).toBe(201);
    const grantId = await ring.grant({ perRunMicroUsd: 2_000_000 });
    const { body } = await start(ann, { ringId: ring.ringId, grantId });
    const run = hosted(ann, body.runId);
    await run.call(1);
    const entries = await run.until(has('call.ended'));
    expect(entries[0]).toMatchObject({ data: { payer: { kind: 'ring', ringId: ring.ringId, grantId } } });
    expect(endOf(entries, 1)).toMatchObject({ outcome: 'ok', text: { text: 'Hello' } });
    expect(server.seen.at(-1)).toBe(`Bearer ${CANARY}`);
    const cost = endOf(entries, 1)?.costMicroUsd ?? 0;
    expect(cost).toBeGreaterThan(0);
    const rows = await until(
      () => rowsOf(ring),
      (found) => found.length === 1,
    );
    expect(rows[0]).toMatchObject({
      ...{ n: 1, grantId, flowId: ann.flowId, runId: body.runId, nodeId: 'a', person: 'Ann' },
      ...{ provider: 'openai', model: PRICED_MODEL, inputTokens: 10, outputTokens: 5 },
      ...{ costMicroUsd: cost, countedMicroUsd: cost, outcome: 'ok', verdict: null },
    });
    const csv = (await ring.ask('GET', '/ledger.csv')).text.split('\r\n');
    expect(csv).toHaveLength(3);
    // Ids that begin with a sign get an apostrophe, as everything that a spreadsheet would calculate.
    expect(csv[1]?.replaceAll("'", '')).toContain(
      `,Ann,${ann.flowId},${body.runId},a,openai,${PRICED_MODEL},10,5,`,
    );
    expect(await spentOf(ring)).toEqual({ totalMicroUsd: cost, todayMicroUsd: cost, heldMicroUsd: 0 });
  });

  it('[CA2] stops a run at the budget with the reason, and goes on once it is raised', async () => {
    const { ring, grantId, run } = await paidRun(ann, { perRunMicroUsd: 10 });
    const asked = server.seen.length;
    await run.call(1);
    const paused = await run.until(has('execution.paused'));
    expect(pauses(paused)).toMatchObject([{ code: 'budget-exceeded' }]);
    expect(pauses(paused)[0]?.message).toContain('for one run');
    expect(server.seen.length).toBe(asked);
    expect(has('call.sent')(paused)).toBe(false);
    const budget = { perRunMicroUsd: 2_000_000, perDayMicroUsd: null, totalMicroUsd: null };
    expect((await ring.ask('PATCH', `/grants/${grantId}`, { budget })).status).toBe(200);
    await run.resume();
    expect(endOf(await run.until(has('call.ended')), 1)).toMatchObject({ outcome: 'ok' });
  });

  it('[VA4] is taken back in the middle of a run: the call at work ends, the next one pauses the run', async () => {
    const { ring, grantId, run } = await paidRun(ann, { totalMicroUsd: 5_000_000 });
    const gate = closedGate();
    server.behave({ gate: gate.promise });
    await run.call(1);
    await run.until(has('call.sent'));
    expect((await ring.ask('DELETE', `/grants/${grantId}`)).status).toBe(204);
    await run.call(2);
    expect(pauses(await run.until(has('execution.paused')))).toMatchObject([{ code: 'grant-ended' }]);
    gate.resolve();
    server.behave({ gate: Promise.resolve() });
    expect(endOf(await run.until(has('call.ended')), 1)).toMatchObject({ outcome: 'ok' });
    await until(
      () => rowsOf(ring),
      (rows) => rows.length === 1,
    );
    const refused = await start(ann, { ringId: ring.ringId, grantId });
    expect([refused.status, refused.body.error?.code]).toEqual([403, 'grant-ended']);
    const stranger = await createApiClient(relay.url);
    const other = await start(stranger, {
      ringId: ring.ringId,
      grantId: await ring.grant({ totalMicroUsd: 5 }),
    });
    expect([other.status, other.body.error?.code]).toEqual([403, 'grant-ended']);
  });

  it('[VA5] a relay that is killed in the middle of a call counts all of it, once, until its owner says otherwise', async () => {
    const ring = await makeRing(ann);
    await putKey(ring, CANARY);
    // A limit of the run's own: what is set aside is for this call alone.
    const grantId = await ring.grant({ perRunMicroUsd: 5_000_000 });
    const { body } = await start(ann, { ringId: ring.ringId, grantId });
    const run = hosted(ann, body.runId);
    const gate = closedGate();
    server.behave({ gate: gate.promise });
    await run.call(1);
    await run.until(has('call.sent'));
    const held = (await spentOf(ring))?.heldMicroUsd ?? 0;
    expect(held).toBeGreaterThan(0);
    await relay.killWorkerd();
    gate.resolve();
    server.behave({ gate: Promise.resolve() });
    await relay.untilHealthy();
    expect(endOf(await run.until(has('call.ended')), 1)).toMatchObject({ outcome: 'unknown', retry: 'ask' });
    const rows = await until(
      () => rowsOf(ring),
      (found) => found.length === 1,
    );
    expect(rows[0]).toMatchObject({ outcome: 'unknown', costMicroUsd: null, countedMicroUsd: held });
    expect(await spentOf(ring)).toMatchObject({ totalMicroUsd: held, heldMicroUsd: 0 });
    const judged = await ring.ask('POST', '/ledger/1/verdict', { verdict: 'not-billed' });
    expect(judged.body).toMatchObject({ row: { verdict: 'not-billed', countedMicroUsd: 0 } });
    expect(await spentOf(ring)).toMatchObject({ totalMicroUsd: 0, heldMicroUsd: 0 });
  });

  it('[CA2] many calls at the edge at once cost no more than there is', async () => {
    const ring = await makeRing(ann);
    await putKey(ring, CANARY);
    const total = 30_000;
    const grantId = await ring.grant({ totalMicroUsd: total });
    const starts = await Promise.all(
      Array.from({ length: 8 }, () => start(ann, { ringId: ring.ringId, grantId })),
    );
    const runs = starts.map(({ body }) => hosted(ann, body.runId));
    server.behave({ promptTokens: 100, completionTokens: 400 });
    await Promise.all(
      runs.flatMap(async (run) => {
        for (let number = 1; number <= 6; number += 1) await run.call(number, { maxOutputTokens: 500 });
      }),
    );
    const isDone = (entries: readonly LogEntry[]) =>
      has('execution.paused')(entries) ||
      [1, 2, 3, 4, 5, 6].every((number) => endOf(entries, number) !== undefined);
    const logs = await Promise.all(runs.map((run) => run.until(isDone)));
    server.behave({ promptTokens: 10, completionTokens: 5 });
    await until(
      () => spentOf(ring),
      (spent) => spent?.heldMicroUsd === 0,
    );
    const spent = (await spentOf(ring))?.totalMicroUsd ?? 0;
    expect(spent).toBeLessThanOrEqual(total);
    expect(spent).toBeGreaterThan(total / 2);
    expect(logs.some((entries) => pauses(entries)[0]?.code === 'budget-exceeded')).toBe(true);
    const counted = (await rowsOf(ring)).reduce((sum, row) => sum + row.countedMicroUsd, 0);
    expect(counted).toBe(spent);
  });

  it('[VA9] runs of one flow share four calls at once: who waits says how many are before it, and comes to its turn', async () => {
    const ring = await makeRing(ann);
    await putKey(ring, CANARY);
    const grantId = await ring.grant({ totalMicroUsd: 5_000_000 });
    const starts = [1, 2].map(() => start(ann, { ringId: ring.ringId, grantId }));
    const [first, second] = (await Promise.all(starts)).map(({ body }) => hosted(ann, body.runId));
    if (first === undefined || second === undefined) throw new Error('No runs.');
    const gate = closedGate();
    server.behave({ gate: gate.promise });
    for (let number = 1; number <= 4; number += 1) await first.call(number);
    await first.until((entries) => [1, 2, 3, 4].every((n) => has('call.sent', callIdOf(n))(entries)));
    await second.call(1);
    const waiting = await second.until(has('call.waiting'));
    expect(waiting.find(({ type }) => type === 'call.waiting')?.data).toMatchObject({
      message: 'Next in turn at OpenAI.',
    });
    expect(has('call.sent')(waiting)).toBe(false);
    // The holds are the turns: they are there after a kill, and go with what became of the calls.
    await relay.killWorkerd();
    gate.resolve();
    server.behave({ gate: Promise.resolve() });
    await relay.untilHealthy();
    expect(endOf(await second.until(has('call.ended')), 1)).toMatchObject({ outcome: 'ok' });
  });

  it('[VA11] every call on the relay’s own keys is in the ledger that `npm run ledger` writes', async () => {
    const { body } = await start(ann, undefined);
    const run = hosted(ann, body.runId);
    await run.call(1, { provider: 'mistral', model: 'mistral-small-latest' });
    await run.until(has('call.ended'));
    const environment = {
      ...process.env,
      PORT: String(relay.port),
      WEFT_STATE_DIR: relay.stateDir,
    };
    const ledger = (...more: string[]) =>
      execFileSync(process.execPath, ['--import', 'tsx', 'relay/dev/ledger.ts', ...more], {
        ...{ env: environment, encoding: 'utf8' },
      });
    const csv = await until(
      async () => ledger(),
      (text) => text.includes(body.runId),
    );
    bodies.push(csv);
    expect(csv.split('\r\n')[0]).toContain('time,person,flow,run,step,provider,model');
    expect(ledger('--by', 'model')).toContain('mistral-small-latest,1,');
    expect((await fetch(`${relay.url}/api/operator/ledger.csv`)).status).toBe(404);
  });

  it('[VA7] what a ring has no key for the relay’s own keys pay, within the budget of a flow and day', async () => {
    const flow = await createApiClient(relay.url);
    const { ring, grantId, run } = await paidRun(flow, { totalMicroUsd: 5_000_000 });
    const wish = { provider: 'mistral', model: 'unlisted', maxOutputTokens: 5_000 };
    await run.call(1, wish);
    expect(endOf(await run.until(has('call.ended')), 1)).toMatchObject({ outcome: 'ok', costMicroUsd: null });
    expect(server.seen.at(-1)).toBe(`Bearer ${ENVIRONMENT_KEY}`);
    const grants = async () => {
      const text = await (await flow.request('GET', `/api/flows/${flow.flowId}/grants`)).text();
      bodies.push(text);
      return JSON.parse(text) as FlowGrantsResponse;
    };
    const told = await until(grants, ({ environment }) => environment.spent.heldMicroUsd === 0);
    // Ten tokens in and five out, at the ceiling: its price is not known.
    expect(told.environment).toEqual({
      perDayMicroUsd: 500_000,
      spent: { totalMicroUsd: 350, todayMicroUsd: 350, heldMicroUsd: 0 },
    });
    expect(told.grants).toMatchObject([
      {
        grant: { grantId, ringId: ring.ringId },
        state: 'usable',
        keys: [{ provider: 'openai', state: 'works' }],
      },
    ]);
    await run.call(2, { ...wish, maxOutputTokens: 20_000 });
    expect(pauses(await run.until(has('execution.paused')))).toMatchObject([{ code: 'budget-exceeded' }]);
  });

  it('[SE1] no byte of a key is in any body, log, file of the relay or list of processes', async () => {
    const keys = [CANARY, WRONG];
    const everywhere = (text: string): string[] => keys.filter((key) => text.includes(key.slice(0, -4)));
    expect(bodies.length).toBeGreaterThan(20);
    expect(bodies.flatMap(everywhere)).toEqual([]);
    expect(everywhere(execFileSync('ps', ['axeww', '-o', 'args'], { encoding: 'utf8' }))).toEqual([]);
    const files = readdirSync(relay.stateDir, { recursive: true, encoding: 'utf8' })
      .map((name) => join(relay.stateDir, name))
      .filter((path) => statSync(path).isFile());
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((path) => everywhere(readFileSync(path, 'latin1')).length > 0)).toEqual([]);
  });
});
