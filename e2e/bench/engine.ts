import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build, preview, type PreviewServer } from 'vite';
import { launchBenchBrowser } from './bench-browser.ts';
import type { Bench, BenchResult, BenchRow } from './bench-row.ts';
import type { BenchResult as Measured, BenchTask } from './engine-page/bench-worker.ts';

/**
 * The engine in a production build of its worker, in a real browser: no-op nodes through host, scheduler, fold, cache
 * keys, zod and log with ports in memory, against one bare promise per node in the same run.
 */

const PORT = Number(process.env['PORT'] ?? 4520);
const ROOT = fileURLToPath(new URL('engine-page', import.meta.url));
const OUT = fileURLToPath(new URL('../../test-results/engine-bench', import.meta.url));

const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

async function serve(): Promise<PreviewServer> {
  const config = { configFile: false, root: ROOT, logLevel: 'error' } as const;
  await build({
    ...config,
    worker: { format: 'es' },
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: { input: `${ROOT}/app.html` },
    },
  });
  return preview({
    ...config,
    build: { outDir: OUT },
    // An isolated page has a clock of 5 µs instead of 100: the bare promises take less than half a millisecond.
    preview: { host: '127.0.0.1', port: PORT, strictPort: true, headers: ISOLATED },
  });
}

async function measure<T extends BenchTask['type']>(
  page: Page,
  task: BenchTask & { type: T },
): Promise<Measured & { type: T }> {
  const result = await page.evaluate(
    (given) =>
      (globalThis as unknown as { measureEngine: (task: unknown) => Promise<unknown> }).measureEngine(given),
    task,
  );
  return result as Measured & { type: T };
}

const OVERHEAD = [
  { name: 'chain of 1,000', shape: 'chain', size: 1_000, warmUp: 40, rounds: 101 },
  { name: 'fan 1 → 1,000 → 1', shape: 'fan', size: 1_000, warmUp: 40, rounds: 101 },
  { name: 'random 1,000', shape: 'random', size: 1_000, warmUp: 40, rounds: 101 },
  { name: 'random 10,000', shape: 'random', size: 10_000, warmUp: 4, rounds: 11 },
] as const;

async function benchOverhead(page: Page): Promise<readonly BenchRow[]> {
  const ratios = new Map<string, number>();
  const rows: BenchRow[] = [];
  for (const { name, shape, size, warmUp, rounds } of OVERHEAD) {
    const task = { type: 'overhead', shape, size, warmUp, rounds } as const;
    const { engineMs, promiseMs, firstMs } = await measure(page, task);
    const ratio = engineMs / promiseMs;
    ratios.set(name, ratio);
    rows.push({
      what: `engine: ${name} no-op nodes`,
      figure: `${engineMs.toFixed(1)} ms (${((engineMs / size) * 1_000).toFixed(1)} µs a node; the first time ${firstMs.toFixed(1)} ms)`,
      n: rounds,
      baseline: `bare promises ${promiseMs.toFixed(2)} ms`,
      ...{ ratio, target: '≤ 10×', met: ratio <= 10 },
    });
  }
  const growth = (ratios.get('random 10,000') ?? Number.NaN) / (ratios.get('random 1,000') ?? Number.NaN);
  rows.push({
    what: 'engine: that ratio at 10,000 against 1,000',
    figure: `${growth.toFixed(2)}×`,
    n: 1,
    target: '≤ 1.5×',
    met: growth <= 1.5,
  });
  return rows;
}

async function benchMap(page: Page): Promise<BenchRow> {
  const [size, rounds] = [1_000, 61];
  const { mapMs, separateMs } = await measure(page, { type: 'map', size, warmUp: 20, rounds });
  const ratio = mapMs / separateMs;
  return {
    what: 'engine: a map over 1,000 items of a no-op node',
    figure: `${mapMs.toFixed(1)} ms`,
    n: rounds,
    baseline: `1,000 separate nodes ${separateMs.toFixed(1)} ms`,
    ...{ ratio, target: '≤ 2×', met: ratio <= 2 },
  };
}

async function benchMakespan(page: Page): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const size of [9, 100, 1_000]) {
    const rounds = 15;
    const { median, worst } = await measure(page, { type: 'makespan', size, rounds });
    rows.push({
      what: `makespan of ${size} nodes of random duration`,
      figure: `${median.toFixed(3)}× the critical path, worst ${worst.toFixed(3)}×`,
      n: rounds,
      ...{ ratio: median, target: '≤ 1.02×', met: median <= 1.02 },
    });
  }
  return rows;
}

async function benchCached(page: Page): Promise<BenchRow> {
  const rounds = 9;
  const { rerunMs, getAllMs } = await measure(page, { type: 'cached', size: 1_000, rounds });
  const ratio = rerunMs / getAllMs;
  return {
    what: 'rerun of 1,000 cached nodes from IndexedDB',
    figure: `${rerunMs.toFixed(1)} ms`,
    n: rounds,
    baseline: `getAll ${getAllMs.toFixed(1)} ms`,
    ...{ ratio, target: '≤ 5×', met: ratio <= 5 },
  };
}

async function run(): Promise<BenchResult> {
  const server = await serve();
  const browser = await launchBenchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${PORT}/app.html`);
    await page.waitForFunction(() => 'measureEngine' in globalThis);
    return {
      rows: [
        ...(await benchOverhead(page)),
        await benchMap(page),
        ...(await benchMakespan(page)),
        await benchCached(page),
      ],
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

export const engineBench: Bench = { name: 'engine', run };
