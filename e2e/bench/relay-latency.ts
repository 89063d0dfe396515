import { LIMITS } from '../../shared/protocol/limits.ts';
import { startBenchRelay } from './bench-relay.ts';
import type { Bench, BenchResult } from './bench-row.ts';
import { CALLS, measureCalls, openHost, WARM_UP, type Host } from './call-start.ts';
import { startStampingProvider, type StampingProvider } from './stamping-provider.ts';
import { median, milliseconds, quantile } from './statistics.ts';

/**
 * The relay between a host and a provider, both in this process, so that one clock measures: real `partykit dev`, real
 * socket, real HTTP. A tab's own part (frames, drawing) is the bench `screen`.
 */

const TOKENS = 400;
const TOKEN_EVERY_MS = 10;
const CALL_TARGET_MS = 5;
const DELTA_TARGET_MS = 10;

/** For each frame, how long its oldest token took. */
async function measureDeltas(host: Host, provider: StampingProvider): Promise<readonly number[]> {
  provider.answer(TOKENS, TOKEN_EVERY_MS);
  const number = CALLS + WARM_UP;
  const times: number[] = [];
  let seen = host.socket.frames.length;
  let isOver = false;
  host.call(number);
  const end = host.ended(number).then(() => (isOver = true));
  while (!isOver) {
    const from = seen;
    const frame = host.socket.next('delta', (delta) => host.socket.frames.indexOf(delta) >= from);
    await Promise.race([frame, end]);
    const arrivedAt = performance.now();
    for (const fresh of host.socket.frames.slice(seen)) {
      if (fresh.type !== 'delta') continue;
      const [oldest] = fresh.data.deltas.map(({ text }) => Number.parseInt(text, 10));
      if (oldest !== undefined) times.push(arrivedAt - provider.sentAt(oldest));
      host.socket.send({ type: 'credit', data: { frames: 1 } });
    }
    seen = host.socket.frames.length;
  }
  return times;
}

async function run(): Promise<BenchResult> {
  const provider = await startStampingProvider();
  const relay = await startBenchRelay({
    env: {
      MISTRAL_API_KEY: 'bench',
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ mistral: `${provider.url}/v1` }),
    },
  });
  try {
    const host = await openHost(relay.url);
    const calls = await measureCalls(host, provider);
    const deltas = await measureDeltas(host, provider);
    const beyond = deltas.map((time) => Math.max(0, time - LIMITS.deltaWindowMs));
    host.socket.close();
    return {
      rows: [
        {
          what: 'relay: call.start to the request at the provider, p95',
          figure: milliseconds(quantile(calls, 0.95)),
          n: calls.length,
          baseline: `median ${milliseconds(median(calls))}`,
          target: `≤ ${CALL_TARGET_MS} ms`,
          met: quantile(calls, 0.95) <= CALL_TARGET_MS,
        },
        {
          what: `relay: delta from provider to tab beyond the ${LIMITS.deltaWindowMs} ms window, p95`,
          figure: milliseconds(quantile(beyond, 0.95)),
          n: beyond.length,
          baseline: `median ${milliseconds(median(beyond))}`,
          target: `≤ ${DELTA_TARGET_MS} ms`,
          met: quantile(beyond, 0.95) <= DELTA_TARGET_MS,
        },
      ],
    };
  } finally {
    await relay.stop();
    await provider.close();
  }
}

export const relayLatency: Bench = { name: 'relay', run };
