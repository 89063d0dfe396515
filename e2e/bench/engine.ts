import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { build, preview, type PreviewServer } from 'vite';
import { findBrowser } from '../find-browser.mjs';
import type { BenchResult, BenchTask } from './engine-page/bench-worker.ts';

/**
 * The engine in a production build of its worker, in a real browser: no-op nodes through host, scheduler, fold, cache
 * keys, zod and log with ports in memory, against one bare promise per node in the same run. Prints medians and ratios
 * with their targets; asserts nothing.
 *
 *   npx tsx e2e/bench/engine.ts
 */

const PORT = Number(process.env['PORT'] ?? 4520);
const ROOT = fileURLToPath(new URL('engine-page', import.meta.url));
const OUT = fileURLToPath(new URL('../../test-results/engine-bench', import.meta.url));

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
    preview: { host: '127.0.0.1', port: PORT, strictPort: true },
  });
}

async function measure<T extends BenchTask['type']>(
  page: Page,
  task: BenchTask & { type: T },
): Promise<BenchResult & { type: T }> {
  const result = await page.evaluate(
    (given) =>
      (globalThis as unknown as { measureEngine: (task: unknown) => Promise<unknown> }).measureEngine(given),
    task,
  );
  return result as BenchResult & { type: T };
}

const OVERHEAD = [
  { name: 'chain of 1,000', shape: 'chain', size: 1_000, rounds: 41 },
  { name: 'fan 1 → 1,000 → 1', shape: 'fan', size: 1_000, rounds: 41 },
  { name: 'random 1,000', shape: 'random', size: 1_000, rounds: 41 },
  { name: 'random 10,000', shape: 'random', size: 10_000, rounds: 9 },
] as const;

function row(name: string, figures: string, target: string): void {
  console.log(`  ${name.padEnd(24)} ${figures.padEnd(64)} ${target}`);
}

async function benchOverhead(page: Page): Promise<void> {
  const ratios = new Map<string, number>();
  for (const { name, shape, size, rounds } of OVERHEAD) {
    const { engineMs, promiseMs } = await measure(page, { type: 'overhead', shape, size, rounds });
    const ratio = engineMs / promiseMs;
    ratios.set(name, ratio);
    const perNode = ((engineMs / size) * 1_000).toFixed(1);
    const figures = `engine ${engineMs.toFixed(1)} ms (${perNode} µs/node)   promises ${promiseMs.toFixed(2)} ms   ratio ${ratio.toFixed(1)}`;
    row(name, figures, 'target ≤ 10');
  }
  const growth = (ratios.get('random 10,000') ?? Number.NaN) / (ratios.get('random 1,000') ?? Number.NaN);
  row('ratio 10,000 / 1,000', growth.toFixed(2), 'target ≤ 1.5');
}

async function benchRest(page: Page): Promise<void> {
  const link = await measure(page, { type: 'link', size: 200, linkMs: 50 });
  row('chain of 200, 50 ms link', `${(link.ms / 1_000).toFixed(2)} s`, 'target ≤ 3 s');
  for (const size of [9, 100, 1_000]) {
    const { median, worst } = await measure(page, { type: 'makespan', size, rounds: 15 });
    const figures = `median ${median.toFixed(3)}× the critical path   worst ${worst.toFixed(3)}×`;
    row(`makespan, random ${size}`, figures, 'target ≤ 1.02');
  }
  const { rerunMs, getAllMs } = await measure(page, { type: 'cached', size: 1_000, rounds: 9 });
  const figures = `rerun ${rerunMs.toFixed(1)} ms   getAll ${getAllMs.toFixed(1)} ms   ratio ${(rerunMs / getAllMs).toFixed(1)}`;
  row('1,000 cached, IndexedDB', figures, 'target ≤ 5');
}

/** Measures all engine rows and prints them. */
export async function benchEngine(): Promise<void> {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${PORT}/app.html`);
    await page.waitForFunction(() => 'measureEngine' in globalThis);
    console.log('\nengine');
    await benchOverhead(page);
    await benchRest(page);
  } finally {
    await browser.close();
    await server.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchEngine();
