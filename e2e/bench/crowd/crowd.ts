import { startBenchRelay, type BenchRelay } from '../bench-relay.ts';
import type { Bench, BenchResult, BenchRow } from '../bench-row.ts';
import { startStampingProvider, type StampingProvider } from '../stamping-provider.ts';
import { milliseconds, median, quantile } from '../statistics.ts';
import { cpuMs, residentBytes } from './process-figures.ts';
import { openStreamingRun } from './streaming-run.ts';
import { openViewer, type Viewer } from './viewers.ts';

/**
 * Many people at one run: real `partykit dev`, real sockets, all clients and the provider in this process, so that one
 * clock measures. They share the machine's cores with the relay.
 */

const VIEWERS = 200;
const EDITORS = 10;
/** Calls that are started; eight of them stream at a time, which is the limit of a run. */
const STREAMS = 20;
const TOKENS = 60;
const TOKEN_EVERY_MS = 50;
const P99_TARGET_MS = 250;
const MEMORY_TARGET_BYTES = 20 * 1_024 * 1_024;

interface Crowd {
  readonly viewers: number;
  readonly calls: number;
  readonly tokens: number;
  /** One of them stops reading when the streams begin. */
  readonly oneIsDeaf?: boolean;
}

interface Figures {
  readonly latencies: readonly number[];
  readonly faults: number;
  readonly missing: number;
  /** Milliseconds of the relay's processor time in a second of streaming. */
  readonly cpuPerSecond: number;
  readonly grownBytes: number;
}

async function measure(relay: BenchRelay, provider: StampingProvider, crowd: Crowd): Promise<Figures> {
  provider.answer(crowd.tokens, TOKEN_EVERY_MS);
  const run = await openStreamingRun(relay.url);
  const latencies: number[] = [];
  const onToken = (token: number, at: number) => void latencies.push(at - provider.sentAt(token));
  const open = (index: number) => openViewer(relay.url, run.client, run.runId, `viewer-${index}`, onToken);
  const viewers: Viewer[] = [];
  for (let index = 0; index < crowd.viewers; index += 1) viewers.push(await open(index));
  if (crowd.oneIsDeaf) viewers[0]?.stopReading();
  const pid = relay.workerdPid();
  const before = { cpu: cpuMs(pid), bytes: residentBytes(pid), at: performance.now() };
  await run.stream(crowd.calls);
  const seconds = (performance.now() - before.at) / 1_000;
  const reading = crowd.oneIsDeaf ? viewers.slice(1) : viewers;
  const expected = Math.max(...reading.map((viewer) => viewer.characters()));
  const figures = {
    latencies,
    faults: reading.reduce((sum, viewer) => sum + viewer.faults(), 0),
    missing: reading.reduce((sum, viewer) => sum + expected - viewer.characters(), 0),
    cpuPerSecond: (cpuMs(pid) - before.cpu) / seconds,
    grownBytes: residentBytes(pid) - before.bytes,
  };
  for (const viewer of viewers) viewer.close();
  run.close();
  return figures;
}

async function run(): Promise<BenchResult> {
  const provider = await startStampingProvider();
  const bases = { mistral: `${provider.url}/v1`, openai: `${provider.url}/v1` };
  const relay = await startBenchRelay({
    env: {
      MISTRAL_API_KEY: 'bench',
      OPENAI_API_KEY: 'bench',
      WEFT_PROVIDER_BASE_URLS: JSON.stringify(bases),
    },
  });
  try {
    const take = (crowd: Crowd) => measure(relay, provider, crowd);
    await take({ viewers: 10, calls: 8, tokens: 10 });
    const whole = await take({ viewers: VIEWERS + EDITORS, calls: STREAMS, tokens: TOKENS });
    const oneStream = await take({ viewers: VIEWERS, calls: 1, tokens: TOKENS });
    const eightStreams = await take({ viewers: VIEWERS, calls: 8, tokens: TOKENS });
    const fewer = await take({ viewers: VIEWERS / 4, calls: 8, tokens: TOKENS });
    const allRead = await take({ viewers: VIEWERS, calls: 8, tokens: 4 * TOKENS });
    const oneDeaf = await take({ viewers: VIEWERS, calls: 8, tokens: 4 * TOKENS, oneIsDeaf: true });
    return {
      rows: [
        deliveryRow(whole),
        streamsRow(eightStreams, oneStream),
        viewersRow(eightStreams, fewer),
        memoryRow(oneDeaf, allRead),
      ],
    };
  } finally {
    await relay.stop();
    await provider.close();
  }
}

function deliveryRow({ latencies, faults, missing }: Figures): BenchRow {
  const p99 = quantile(latencies, 0.99);
  return {
    what: `crowd: ${VIEWERS} viewers and ${EDITORS} editors, ${STREAMS} calls, token to viewer, p99`,
    figure: milliseconds(p99),
    n: latencies.length,
    baseline: `median ${milliseconds(median(latencies))}, ${faults + missing} lost or doubled`,
    target: `≤ ${P99_TARGET_MS} ms, none lost`,
    met: p99 <= P99_TARGET_MS && faults + missing === 0,
  };
}

function streamsRow(many: Figures, one: Figures): BenchRow {
  return {
    what: `crowd: the relay's processor time for 8 streams, ${VIEWERS} viewers`,
    figure: `${many.cpuPerSecond.toFixed(0)} ms/s`,
    n: 1,
    baseline: `1 stream ${one.cpuPerSecond.toFixed(0)} ms/s`,
    ratio: many.cpuPerSecond / one.cpuPerSecond,
    target: 'well below 8×',
    met: many.cpuPerSecond / one.cpuPerSecond <= 4,
  };
}

function viewersRow(many: Figures, few: Figures): BenchRow {
  return {
    what: `crowd: the relay's processor time for ${VIEWERS} viewers, 8 streams`,
    figure: `${many.cpuPerSecond.toFixed(0)} ms/s`,
    n: 1,
    baseline: `${VIEWERS / 4} viewers ${few.cpuPerSecond.toFixed(0)} ms/s`,
    ratio: many.cpuPerSecond / few.cpuPerSecond,
    target: 'about 4×',
  };
}

function memoryRow(deaf: Figures, all: Figures): BenchRow {
  const more = deaf.grownBytes - all.grownBytes;
  const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`;
  return {
    what: `crowd: memory that one viewer of ${VIEWERS} costs who does not read`,
    figure: megabytes(more),
    n: 1,
    baseline: `grown by ${megabytes(deaf.grownBytes)} with, ${megabytes(all.grownBytes)} without`,
    target: '≤ 20 MB more',
    met: more <= MEMORY_TARGET_BYTES,
  };
}

export const crowdBench: Bench = { name: 'crowd', run };
