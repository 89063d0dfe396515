import { describe, expect, it } from 'vitest';
import { planOf } from '../core/testing.ts';
import { createInProcessRelay } from '../testing/in-process-relay.ts';

describe('a run that its flow’s owner removes', { timeout: 60_000 }, () => {
  it('[RS5] is gone from the list, the log and storage, and stays gone', async () => {
    const relay = await createInProcessRelay();
    const { api, tokens, runId, flowId } = relay;
    const start = {
      ...{ requestId: 'r', name: 'Olga', plan: { ...planOf(), flowId } },
      host: { hostId: 'h', visible: true },
    };
    const list = async (): Promise<readonly { runId: string; number: number }[]> =>
      ((await (await api('GET', `/api/flows/${flowId}/runs`, tokens.owner)).json()) as { runs: [] }).runs;
    expect(await list()).toMatchObject([{ runId, number: 1 }]);
    for (const asked of ['once', 'twice'])
      expect([asked, (await api('DELETE', `/api/runs/${runId}`, tokens.owner)).status]).toEqual([asked, 204]);
    expect(await list()).toEqual([]);
    const page = await api('GET', `/api/runs/${runId}/pages/0`, tokens['run-viewer']);
    expect([page.status, await page.json()]).toMatchObject([404, { error: { code: 'not-found' } }]);
    expect((await api('POST', '/api/runs', tokens.owner, start)).status).toBe(404);
    expect(await relay.state()).not.toContain('execution.started');
    const next = await api('POST', '/api/runs', tokens.owner, { ...start, requestId: 'r2' });
    expect(next.status).toBe(202);
    expect(await list()).toMatchObject([{ number: 2 }]);
  });
});
