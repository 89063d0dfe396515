import { LIMITS } from '../../../shared/protocol/limits.ts';
import { followRun } from '../../tabs/follow-run.ts';
import type { NodeTab } from '../../tabs/node-tab.ts';
import { startBenchRelay } from '../bench-relay.ts';
import type { Bench, BenchResult } from '../bench-row.ts';
import { startStampingProvider } from '../stamping-provider.ts';
import { median, quantile } from '../statistics.ts';
import { makeBenchFlow, oneCall } from './flow-of-two.ts';

/**
 * How long a run stands without a host: the real engine twice, in Node, over real sockets. One tab runs a flow whose
 * only call takes long, another watches; then the first one ends.
 */

const TIMES = 20;
const TOKENS = 400;
const TOKEN_EVERY_MS = 50;
const DEATH_TARGET_MS = 3_000;
const FREEZE_TARGET_MS = LIMITS.leaseMs + 2_000;

/** Milliseconds from the host's end to the moment at which the other tab knows that it is the host. */
async function measureOne(url: string, end: (host: NodeTab) => void): Promise<number> {
  const flow = makeBenchFlow(url);
  const [ann, bob] = [await flow.open('Ann'), await flow.open('Bob')];
  const seenByAnn = followRun(ann);
  const seenByBob = followRun(bob);
  const runId = await ann.start({ document: oneCall(), scope: { kind: 'all' }, demo: false, useCache: true });
  await bob.watch(runId);
  await Promise.all([seenByAnn, seenByBob].map((seen) => seen.first(({ type }) => type === 'call.sent')));
  const endedAt = performance.now();
  end(ann);
  const taken = await seenByBob.first(
    (entry) => entry.type === 'execution.host.changed' && entry.data.host?.name === 'Bob',
  );
  const elapsedMs = (seenByBob.cameAt(taken.seq) ?? Number.NaN) - endedAt;
  await bob.engine.wish(runId, { type: 'cancel' });
  bob.close();
  ann.kill();
  return elapsedMs;
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
  const measure = (end: (host: NodeTab) => void) =>
    Promise.all(Array.from({ length: TIMES }, () => measureOne(relay.url, end)));
  try {
    const deaths = await measure((host) => host.kill());
    const freezes = await measure((host) => host.freeze());
    return {
      rows: [
        row("takeover: after the host's socket closed, p95", deaths, DEATH_TARGET_MS),
        row('takeover: after the host froze, its socket open, p95', freezes, FREEZE_TARGET_MS),
      ],
    };
  } finally {
    await relay.stop();
    await provider.close();
  }
}

function row(what: string, times: readonly number[], targetMs: number) {
  const p95 = quantile(times, 0.95);
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
  return {
    ...{ what, figure: seconds(p95), n: times.length, met: p95 <= targetMs },
    baseline: `median ${seconds(median(times))}`,
    target: `≤ ${targetMs / 1_000} s`,
  };
}

export const takeoverBench: Bench = { name: 'takeover', run };
