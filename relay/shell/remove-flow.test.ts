import { describe, expect, it } from 'vitest';
import { planOf } from '../core/testing.ts';
import { createInProcessRelay } from '../testing/in-process-relay.ts';

describe('a flow that its owner deletes', { timeout: 60_000 }, () => {
  it('[FR12] is gone with document, versions, pictures, links and runs, and is not made again', async () => {
    const relay = await createInProcessRelay();
    const { api, tokens, runId, flowId } = relay;
    const named = await api('POST', `/api/flows/${flowId}/versions`, tokens.owner, { name: 'One', by: 'O' });
    expect(named.status).toBe(201);
    expect((await api('DELETE', `/api/flows/${flowId}`, tokens.editor)).status).toBe(403);
    for (const asked of ['once', 'twice'])
      expect([asked, (await api('DELETE', `/api/flows/${flowId}`, tokens.owner)).status]).toEqual([
        asked,
        204,
      ]);
    await expect.poll(() => relay.state()).not.toContain('execution.started');
    await expect.poll(() => relay.state()).not.toContain('"One"');
    const doors = [
      ['GET', `/api/flows/${flowId}/document`],
      ['GET', `/api/flows/${flowId}/runs`],
      ['POST', `/api/flows/${flowId}/token`, { secret: 'a-secret-of-some-link-there' }],
      ['GET', `/api/runs/${runId}/pages/0`],
      ['POST', '/api/runs', { requestId: 'r2', name: 'Olga', plan: { ...planOf(), flowId } }],
      ['POST', '/api/flows', { flowId, ownerSecret: 'another-secret-of-somebody' }],
    ] as const;
    for (const [method, path, body] of doors) {
      const answer = await api(method, path, tokens.owner, body);
      expect([path, answer.status, await answer.json()]).toMatchObject([
        path,
        404,
        { error: { code: 'not-found' } },
      ]);
    }
  });
});
