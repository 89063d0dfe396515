import type { ConnectionState } from '../../../web/engine/api.ts';
import { followRun } from '../../tabs/follow-run.ts';
import type { NodeTab } from '../../tabs/node-tab.ts';
import { startBenchRelay } from '../bench-relay.ts';
import type { Bench, BenchResult } from '../bench-row.ts';
import { startStampingProvider } from '../stamping-provider.ts';
import { quantile } from '../statistics.ts';
import { makeBenchFlow, oneCall } from './flow-of-two.ts';

/** A hundred tabs watch a run; the relay's process is killed and comes back. When does each tab have it again? */

const TABS = 100;
const TOKENS = 1_200;
const TOKEN_EVERY_MS = 50;
const BUCKET_MS = 100;
const BUCKET_TARGET = 0.1;
const ALL_BACK_TARGET_S = 15;

/** Resolves when the connection of the tab's run has come into this state, with the moment. */
function inState(tab: NodeTab, wanted: ConnectionState): Promise<number> {
  return new Promise((resolve) =>
    tab.onBatch(({ connection }) => {
      if (connection?.state === wanted) resolve(performance.now());
    }),
  );
}

async function measure(url: string, kill: () => Promise<void>): Promise<readonly number[]> {
  const flow = makeBenchFlow(url);
  const ann = await flow.open('Ann');
  const seen = followRun(ann);
  const runId = await ann.start({ document: oneCall(), scope: { kind: 'all' }, demo: false, useCache: true });
  await seen.first(({ type }) => type === 'call.sent');
  const tabs: NodeTab[] = [];
  for (let index = 0; index < TABS; index += 1) {
    const tab = await flow.open(`Tab ${index}`);
    const live = inState(tab, 'live');
    await tab.watch(runId);
    await live;
    tabs.push(tab);
  }
  const lost = tabs.map((tab) => inState(tab, 'lost'));
  const killedAt = performance.now();
  await kill();
  const back = await Promise.all(
    tabs.map(async (tab, index) => {
      await lost[index];
      return (await inState(tab, 'live')) - killedAt;
    }),
  );
  for (const tab of [ann, ...tabs]) tab.kill();
  return back;
}

async function run(): Promise<BenchResult> {
  const provider = await startStampingProvider();
  provider.answer(TOKENS, TOKEN_EVERY_MS);
  const relay = await startBenchRelay({
    env: {
      MISTRAL_API_KEY: 'bench',
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ mistral: `${provider.url}/v1` }),
    },
  });
  try {
    const back = await measure(relay.url, relay.kill);
    const buckets = new Map<number, number>();
    for (const time of back) {
      const bucket = Math.floor(time / BUCKET_MS);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    }
    const fullest = Math.max(...buckets.values()) / back.length;
    const lastS = Math.max(...back) / 1_000;
    return {
      rows: [
        {
          what: `reconnect: ${TABS} tabs after kill -9 of the relay, share in the fullest ${BUCKET_MS} ms`,
          figure: `${(fullest * 100).toFixed(0)} %`,
          n: back.length,
          target: `≤ ${BUCKET_TARGET * 100} %`,
          met: fullest <= BUCKET_TARGET,
        },
        {
          what: 'reconnect: all of them are back',
          figure: `${lastS.toFixed(1)} s`,
          n: back.length,
          baseline: `half of them ${(quantile(back, 0.5) / 1_000).toFixed(1)} s`,
          target: `≤ ${ALL_BACK_TARGET_S} s`,
          met: lastS <= ALL_BACK_TARGET_S,
        },
      ],
    };
  } finally {
    await relay.stop();
    await provider.close();
  }
}

export const reconnectBench: Bench = { name: 'reconnect', run };
