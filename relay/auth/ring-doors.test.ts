import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PURSE_LIST, purseOf } from '../shell/purse-of.ts';
import { createInProcessRelay, SIGNING_KEY, type InProcessRelay } from '../testing/in-process-relay.ts';
import { startKeyServer, type KeyServer } from '../testing/key-server.ts';
import { RING_ROUTES } from './needed-action.ts';
import { createTokenSigner } from './tokens.ts';

const KEY = 'sk-a-key-of-the-tests-0123456789';
const CALLERS = ['its owner', 'another ring’s owner', 'the flow’s owner', 'nobody'] as const;

/** The hand-written table of docs/spec/roles.md, cell by cell. */
const table = readFileSync(new URL('../../docs/spec/roles.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| (GET|POST|PATCH|DELETE) \/api\/rings\//.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
const cells = table.flatMap(([door = '', ...yesOrNo]) =>
  CALLERS.map((caller, index) => ({ door, caller, isAllowed: yesOrNo[index] === 'yes' })),
);

let server: KeyServer;
beforeAll(async () => {
  server = await startKeyServer([KEY]);
});
afterAll(() => server.stop());

async function furnished(): Promise<{ relay: InProcessRelay; keyId: string; others: string }> {
  const environment = { WEFT_PROVIDER_BASE_URLS: JSON.stringify({ openai: server.url }) };
  const relay = await createInProcessRelay(environment);
  const { ring, api, ask, flowId, runId } = relay;
  const put = await api('POST', `/api/rings/${ring.ringId}/keys`, ring.token, {
    ...{ provider: 'openai', key: KEY, name: 'Mine' },
  });
  const { key } = (await put.json()) as { key: { keyId: string } };
  const facts = { grantId: ring.grantId, flowId, runId, nodeId: 'a', personId: 'p', person: 'P', model: 'm' };
  const call = { ...facts, callId: 'paid', provider: 'openai', attempt: '1', microUsd: 5, resumes: false };
  const at = { party: 'vault', method: 'POST', grant: null } as const;
  await ask({ ...at, path: '/reserve', body: call });
  const end = { outcome: 'unknown', costMicroUsd: null, countedMicroUsd: 5, inputTokens: null };
  const settled = { runId, callId: 'paid', attempt: '1', end: { ...end, outputTokens: null, key: null } };
  await ask({ ...at, path: '/settle', body: settled });
  const other = { ringId: 'another-ring-of-the-tests', secret: 'another-secret-of-the-tests' };
  await api('POST', '/api/rings', '', { ...other, name: 'Other' });
  const exchanged = await api('POST', `/api/rings/${other.ringId}/token`, '', { secret: other.secret });
  return { relay, keyId: key.keyId, others: ((await exchanged.json()) as { token: string }).token };
}

describe('the doors of a key ring', { timeout: 60_000 }, () => {
  it('[AU1] are all in docs/spec/roles.md', () => {
    expect(table.map(([door]) => door)).toEqual(RING_ROUTES);
  });

  it.each(cells)('[AU1] $door for $caller: $isAllowed', async ({ door, caller, isAllowed }) => {
    const { relay, keyId, others } = await furnished();
    const { ring, tokens, api } = relay;
    const [method = '', pattern = ''] = door.split(' ');
    const budget = { perRunMicroUsd: null, perDayMicroUsd: 5, totalMicroUsd: null };
    const bodies: { readonly [door: string]: unknown } = {
      'POST /api/rings/:ringId/keys': { provider: 'openai', key: KEY, name: 'Mine' },
      'POST /api/rings/:ringId/grants': {
        ...{ flowToken: tokens.owner, name: 'G', providers: ['openai'], budget, endsAt: null },
      },
      'PATCH /api/rings/:ringId/grants/:grantId': { budget },
      'POST /api/rings/:ringId/ledger/:n/verdict': { verdict: 'not-billed' },
    };
    const path = pattern
      .replace(':ringId', ring.ringId)
      .replace(':keyId', keyId)
      .replace(':grantId', ring.grantId)
      .replace(':n', '1');
    const callers = {
      'its owner': ring.token,
      'another ring’s owner': others,
      'the flow’s owner': tokens.owner,
      nobody: '',
    };
    const before = await relay.state();
    const response = await api(method, path, callers[caller], bodies[door]);
    await response.text();
    expect([response.ok, [401, 404].includes(response.status)]).toEqual([isAllowed, !isAllowed]);
    if (!isAllowed) expect(await relay.state()).toBe(before);
  });

  it.each([
    ['owner', 201],
    ['editor', 201],
    ['viewer', 403],
    ['run-viewer', 403],
    ['run-answerer', 403],
  ] as const)('[VA3] keys are given to a flow by who may edit it: %s %i', async (role, status) => {
    const { ring, tokens, api } = await createInProcessRelay();
    const budget = { perRunMicroUsd: null, perDayMicroUsd: 5, totalMicroUsd: null };
    const terms = { name: 'G', providers: ['openai'], budget, endsAt: null };
    const wish = { ...terms, flowToken: tokens[role] };
    const made = await api('POST', `/api/rings/${ring.ringId}/grants`, ring.token, wish);
    expect(made.status).toBe(status);
  });

  it('[VA3] a grant is for its flow alone: no other flow’s editor can start a run on it, or see it', async () => {
    const one = await createInProcessRelay();
    const stranger = { ...one.grants.editor, flowId: 'another-flow-of-the-tests' };
    for (const [method, path] of [
      ['POST', `/use/${one.ring.grantId}`],
      ['GET', `/offers/${one.ring.grantId}`],
    ] as const) {
      const asked = { party: 'vault', method, path } as const;
      expect((await one.ask({ ...asked, grant: one.grants.editor })).ok).toBe(true);
      expect((await one.ask({ ...asked, grant: stranger })).ok).toBe(false);
    }
  });

  it('[VA2] a ring’s secret is kept as a hash and told to nobody', async () => {
    const { ring, api, state } = await createInProcessRelay();
    const said = await (await api('GET', `/api/rings/${ring.ringId}`, ring.token)).text();
    expect(await state()).not.toContain(ring.secret);
    expect(said).not.toContain(ring.secret);
    const wrong = { secret: `${ring.secret.slice(0, -1)}${ring.secret.endsWith('A') ? 'B' : 'A'}` };
    expect((await api('POST', `/api/rings/${ring.ringId}/token`, '', wrong)).status).toBe(403);
    const taken = { ringId: ring.ringId, ...wrong, name: 'Mine now' };
    expect((await api('POST', '/api/rings', '', taken)).status).toBe(409);
  });
});

describe('the ledger of whoever runs the relay', () => {
  it('[VA11] has every call on the relay’s own keys, of all flows, and opens to nobody else', async () => {
    const relay = await createInProcessRelay();
    const { ask, api, tokens, ring } = relay;
    for (const flowId of [relay.flowId, 'another-flow-of-the-tests']) {
      const room = { party: 'vault', room: purseOf(flowId), grant: null, method: 'POST' } as const;
      const facts = { flowId, runId: 'r', nodeId: 'a', personId: 'p', person: 'Pia', model: 'm' };
      const call = { ...facts, callId: 'c', provider: 'openai', attempt: '1', microUsd: 9, resumes: false };
      await ask({
        ...room,
        path: '/reserve',
        body: { ...call, grantId: 'environment', perDayMicroUsd: null },
      });
      const end = { outcome: 'ok', costMicroUsd: 7, countedMicroUsd: 7, inputTokens: 1, outputTokens: 2 };
      const settled = { runId: 'r', callId: 'c', attempt: '1', end: { ...end, key: null } };
      await ask({ ...room, path: '/settle', body: settled });
    }
    const list = { party: 'vault', room: PURSE_LIST, grant: null, method: 'GET', path: '/flows' } as const;
    await vi.waitFor(async () =>
      expect(((await (await ask(list)).json()) as { flowIds: string[] }).flowIds).toHaveLength(2),
    );
    const signer = createTokenSigner(SIGNING_KEY);
    const read = (token: string) => api('GET', '/api/operator/ledger.csv', token);
    const late = await signer.signOperator(Date.now() - 120_000);
    for (const token of ['', ring.token, tokens.owner, tokens.editor, late, await signer.signPerson('p')])
      expect((await read(token)).status).toBe(404);
    const answer = await read(await signer.signOperator(Date.now() + 60_000));
    const lines = (await answer.text()).trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('time,person,flow,run');
    expect(lines.filter((line) => line.includes(',Pia,'))).toHaveLength(2);
    expect(lines.join()).toContain('another-flow-of-the-tests');
  });
});
