import { randomBytes } from 'node:crypto';
import type { ApiClient } from '../../relay/testing/api-client.ts';
import { startBenchRelay } from './bench-relay.ts';
import type { Bench, BenchResult } from './bench-row.ts';
import { measureCalls, openHost } from './call-start.ts';
import { startStampingProvider } from './stamping-provider.ts';
import { median, milliseconds, quantile } from './statistics.ts';

/**
 * What asking the vault adds to a call's start: runs that nobody counts, and runs that a key ring pays, in turns at the
 * same relay, so that both meet the same machine.
 */

const ROUNDS = 3;
const TARGET_MS = 5;

/** A ring with a key, and what it grants to the flow of this client. */
async function ringFor({ request, token: flowToken }: ApiClient): Promise<object> {
  const ringId = randomBytes(18).toString('base64url');
  const secret = randomBytes(18).toString('base64url');
  const ask = async <Body>(path: string, body: object, token = ''): Promise<Body> => {
    const answer = await request('POST', `/api/rings${path}`, body, { authorization: `Bearer ${token}` });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`);
    return (await answer.json()) as Body;
  };
  await ask('', { ringId, secret, name: 'Bench' });
  const { token } = await ask<{ token: string }>(`/${ringId}/token`, { secret });
  await ask(`/${ringId}/keys`, { provider: 'mistral', key: 'key-of-the-bench', name: 'Bench' }, token);
  const budget = { perRunMicroUsd: 1_000_000_000, perDayMicroUsd: null, totalMicroUsd: null };
  const terms = { flowToken, name: 'Bench', providers: ['mistral'], budget, endsAt: null };
  const { grant } = await ask<{ grant: { grantId: string } }>(`/${ringId}/grants`, terms, token);
  return { ringId, grantId: grant.grantId };
}

async function run(): Promise<BenchResult> {
  const provider = await startStampingProvider();
  const relay = await startBenchRelay({
    env: {
      MISTRAL_API_KEY: 'bench',
      WEFT_FLOW_BUDGET_USD_PER_DAY: 'none',
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ mistral: `${provider.url}/v1` }),
    },
  });
  const [without, withRing]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [times, payerOf] of [[without, undefined] as const, [withRing, ringFor] as const]) {
        const host = await openHost(relay.url, payerOf);
        times.push(...(await measureCalls(host, provider)));
        host.socket.close();
      }
    const added = quantile(withRing, 0.95) - quantile(without, 0.95);
    const addedMedian = median(withRing) - median(without);
    return {
      rows: [
        {
          what: 'relay: what a key ring and its budget add to the start of a call, p95 less p95',
          figure: milliseconds(added),
          n: withRing.length,
          baseline: `medians ${milliseconds(addedMedian)} apart`,
          target: `≤ ${TARGET_MS} ms`,
          met: added <= TARGET_MS,
        },
      ],
    };
  } finally {
    await relay.stop();
    await provider.close();
  }
}

export const vaultLatency: Bench = { name: 'vault', run };
