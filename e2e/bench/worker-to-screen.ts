import { preview } from 'vite';
import { launchBenchBrowser } from './bench-browser.ts';
import type { Bench, BenchResult } from './bench-row.ts';
import { buildPage } from './build-page.ts';
import type { Counted } from './screen-page/page.ts';
import { STREAMS, TOKENS_PER_SECOND } from './screen-page/streams.ts';
import { median } from './statistics.ts';

/**
 * From the worker's batcher over comlink into RunView and the canvas's node frames: frames per second while many nodes
 * write, against the same page while nothing happens; and how many messages a frame costs.
 */

const ROUNDS = 5;
const DURATION_MS = 3_000;

async function measure(dist: string): Promise<{ readonly still: Counted[]; readonly streaming: Counted[] }> {
  const server = await preview({
    configFile: false,
    logLevel: 'error',
    build: { outDir: dist },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const browser = await launchBenchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}app.html`);
    await page.waitForFunction(() => 'screenBench' in window);
    await page.evaluate(() => window.screenBench.open());
    await page.locator('.svelte-flow__node').first().waitFor();
    // What came with the page is no part of its frames.
    await page.waitForLoadState('networkidle');
    await page.evaluate(async () => void (await document.fonts.ready));
    const still: Counted[] = [];
    const streaming: Counted[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [isStreaming, list] of [
        [false, still],
        [true, streaming],
      ] as const) {
        const task = { durationInMs: DURATION_MS, isStreaming };
        list.push(
          await page.evaluate(
            ({ durationInMs, isStreaming }) => window.screenBench.count(durationInMs, isStreaming),
            task,
          ),
        );
      }
    }
    return { still, streaming };
  } finally {
    await browser.close();
    await server.close();
  }
}

const perSecond = (counted: readonly Counted[]) =>
  median(counted.map(({ frames, seconds }) => frames / seconds));

async function run(): Promise<BenchResult> {
  const { still, streaming } = await measure(await buildPage('screen-page'));
  const before = perSecond(still);
  const during = perSecond(streaming);
  const messages = median(streaming.map((counted) => counted.batches / counted.frames));
  const longest = median(streaming.map(({ longestMs }) => longestMs));
  return {
    rows: [
      {
        what: `${STREAMS} streams × ${TOKENS_PER_SECOND} tokens/s, worker to screen: frames`,
        figure: `${during.toFixed(1)} frames/s, longest ${longest.toFixed(0)} ms`,
        n: ROUNDS,
        baseline: `without streaming ${before.toFixed(1)} frames/s`,
        ratio: during / before,
        target: '≥ 1× (0.99 with noise)',
        met: during / before >= 0.99,
      },
      {
        what: 'the same: messages over the worker boundary per frame',
        figure: messages.toFixed(2),
        n: ROUNDS,
        target: '≤ 1',
        met: messages <= 1,
      },
    ],
  };
}

export const workerToScreen: Bench = { name: 'screen', run };
