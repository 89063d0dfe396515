import type { Browser } from 'playwright';
import { preview } from 'vite';
import { LIMITS } from '../../shared/protocol/limits.ts';
import type { HostFact } from '../../shared/run/events.ts';
import { createApiClient } from '../../relay/testing/api-client.ts';
import { launchBenchBrowser } from './bench-browser.ts';
import { startBenchRelay } from './bench-relay.ts';
import type { Bench, BenchResult, BenchRow } from './bench-row.ts';
import { buildPage } from './build-page.ts';
import { longPlan } from './replay-page/long-run.ts';
import { median, milliseconds, quantile } from './statistics.ts';

/**
 * Looking at runs: seeking at random in a long one, its state alone and the whole page with it; and joining a run of
 * 10,000 entries by its link, through the real relay, in a browser that has the app but not the run.
 */

const SEEK_ENTRIES = 100_000;
const SEEK_NODES = 1_000;
const SEEKS = 200;
const SEEK_TARGET_MS = 16;
const JOIN_ENTRIES = 10_000;
const JOIN_ROUNDS = 9;
const JOIN_TARGET_MS = 300;

/** Places all over the run, the same at every measurement. */
const places = (count: number) => Array.from({ length: count }, (_, index) => (index * 0.618_033_988_75) % 1);

async function measureSeeks(browser: Browser): Promise<readonly BenchRow[]> {
  const server = await preview({
    configFile: false,
    logLevel: 'error',
    build: { outDir: await buildPage('replay-page') },
    preview: { host: '127.0.0.1', port: 0 },
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}app.html`);
    await page.waitForFunction(() => 'replayBench' in window);
    const asked = { nodes: SEEK_NODES, entries: SEEK_ENTRIES, places: places(SEEKS) };
    const state = await page.evaluate(
      ({ nodes, entries, places: where }) => window.replayBench.seekState(nodes, entries, where),
      asked,
    );
    const openMs = await page.evaluate(
      ({ nodes, entries }) => window.replayBench.open(nodes, entries),
      asked,
    );
    const whole = await page.evaluate((where) => window.replayBench.seekPage(where), places(SEEKS));
    await page.close();
    return [
      {
        what: `replay: a seek in ${SEEK_ENTRIES} entries of ${SEEK_NODES} nodes, p95`,
        figure: milliseconds(quantile(state, 0.95)),
        n: state.length,
        baseline: `median ${milliseconds(median(state))}, longest ${milliseconds(Math.max(...state))}`,
        target: `≤ ${SEEK_TARGET_MS} ms`,
        met: quantile(state, 0.95) <= SEEK_TARGET_MS,
      },
      {
        what: 'the same with the whole page (stage, steps, player) brought up to date, p95',
        figure: milliseconds(quantile(whole, 0.95)),
        n: whole.length,
        baseline: `median ${milliseconds(median(whole))}; opening it ${milliseconds(openMs)}`,
      },
    ];
  } finally {
    await server.close();
  }
}

/** A finished run of 10,000 entries at a relay; the address of its page. */
async function startLongRun(url: string): Promise<string> {
  const client = await createApiClient(url);
  const nodes = 1_000;
  const plan = { ...longPlan(nodes), flowId: client.flowId };
  const runId = await client.startRun({ plan });
  const facts: HostFact[] = [];
  for (let index = 0; index < nodes; index += 1) {
    const nodeId = `n${index}`;
    facts.push({ type: 'execution.node.status', data: { nodeId, status: 'running', round: 0 } });
    for (let value = 1; value <= 7; value += 1)
      facts.push({ type: 'execution.node.progress', data: { nodeId, value, max: 8 } });
    facts.push({
      type: 'execution.node.completed',
      data: {
        ...{ nodeId, round: 0, source: 'local', cacheKey: null, outputHash: 'a'.repeat(64) },
        output: { kind: 'inline', output: { text: `What step ${index} put out, in a few words.` } },
      },
    });
  }
  while (facts.length < JOIN_ENTRIES - 4)
    facts.push({ type: 'dag.created', data: { nodes, edges: 0, levelSizes: [nodes] } });
  facts.push({ type: 'execution.completed', data: { outcome: 'ok', outputs: [] } });
  const socket = await client.connect(runId, 'bench');
  for (let n = 1; (n - 1) * LIMITS.hostWindow < facts.length; n += 1) {
    const some = facts.slice((n - 1) * LIMITS.hostWindow, n * LIMITS.hostWindow);
    socket.send({ clientId: 'bench', n, type: 'host.append', data: { epoch: 1, facts: some } });
    const { data } = await socket.next('ack', (ack) => ack.data.n === n);
    if (!data.ok) throw new Error(`the relay did not take the run: ${data.error?.message ?? ''}`);
  }
  socket.close();
  return `/r/${runId}#${client.flowId}.${client.secret}`;
}

interface Joined {
  /** Until the page of the run is painted. */
  readonly firstMs: number;
  /** Until it shows the run's end. */
  readonly wholeMs: number;
}

async function joinOnce(browser: Browser, url: string, href: string): Promise<Joined> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('region', { name: 'Templates' }).waitFor();
  // Looked at in every frame; the time is the page's own.
  const first = page.waitForFunction(
    () => document.querySelector('[role="slider"]') !== null && performance.now(),
    null,
    { polling: 'raf' },
  );
  const whole = page.waitForFunction(
    () => document.querySelector('.title')?.textContent.includes('Finished') === true && performance.now(),
    null,
    { polling: 'raf' },
  );
  const from = await page.evaluate((address) => {
    const link = Object.assign(document.createElement('a'), { href: address });
    document.body.append(link);
    const now = performance.now();
    link.click();
    return now;
  }, href);
  const times = [await first, await whole].map((handle) => handle.jsonValue());
  const [firstAt, wholeAt] = (await Promise.all(times)).map(Number);
  await context.close();
  return { firstMs: (firstAt ?? Number.NaN) - from, wholeMs: (wholeAt ?? Number.NaN) - from };
}

async function measureJoining(browser: Browser): Promise<readonly BenchRow[]> {
  const relay = await startBenchRelay();
  try {
    const href = await startLongRun(relay.url);
    const rounds: Joined[] = [];
    for (let round = 0; round < JOIN_ROUNDS; round += 1)
      rounds.push(await joinOnce(browser, relay.url, href));
    const first = median(rounds.map(({ firstMs }) => firstMs));
    const whole = median(rounds.map(({ wholeMs }) => wholeMs));
    return [
      {
        what: `replay: joining a run of ${JOIN_ENTRIES} entries by its link: first paint of the run`,
        figure: milliseconds(first),
        n: rounds.length,
        baseline: `all of it shown ${milliseconds(whole)}`,
        target: `≤ ${JOIN_TARGET_MS} ms`,
        met: first <= JOIN_TARGET_MS,
      },
    ];
  } finally {
    await relay.stop();
  }
}

async function run(): Promise<BenchResult> {
  const browser = await launchBenchBrowser();
  try {
    return { rows: [...(await measureSeeks(browser)), ...(await measureJoining(browser))] };
  } finally {
    await browser.close();
  }
}

export const replayBench: Bench = { name: 'replay', run };
