import type { Browser, Page } from 'playwright';
import { launchBenchBrowser } from '../bench-browser.ts';
import { startBenchRelay } from '../bench-relay.ts';
import type { Bench, BenchResult } from '../bench-row.ts';
import { makePictureRun, startPictureMaker } from './picture-run.ts';
import { countFullPictures, openMemoryWatch, type Held } from './watch-memory.ts';

/**
 * A run with 50 pictures of 1 MB, opened through its link in a fresh browser: everything on its page is looked at, the
 * run is played back, and every picture is opened in the lightbox; after each the browser is asked what the page holds.
 */

const PICTURES = 50;
const SIZES = { side: 1_024, bytes: 1_000_000 };
/** No small picture is as large: 960 px of noise as JPEG are about 600 kB. */
const FULL_FROM_BYTES = 900_000;
/** As many as the pool lets be made small at once, in the worker (web/ui/kit/picture-pool.ts). */
const IN_WORK = 2;
const MOST_PICTURES = 12;
const MOST_MEGABYTES = 150;

async function look(page: Page, note: () => Promise<void>): Promise<number> {
  const from = Date.now();
  const inSteps = page.getByRole('navigation', { name: 'Steps' }).locator('img');
  await page.getByText('Finished', { exact: true }).first().waitFor();
  await note();
  // From top to bottom, as somebody reads it: what is passed by is fetched.
  for (let step = 0; step < PICTURES; step += 1) {
    await page.mouse.wheel(0, 400);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    if (step % 10 === 9) await note();
  }
  await page.waitForFunction(
    (count) => document.querySelectorAll('nav[aria-label="Steps"] img').length >= count,
    PICTURES,
    { timeout: 60_000 },
  );
  await note();
  const allMs = Date.now() - from;
  for (const key of ['Home', 'End']) await page.keyboard.press(key);
  await inSteps.first().waitFor();
  await page
    .getByRole('button', { name: /^Open: / })
    .first()
    .click();
  for (let index = 0; index < PICTURES; index += 1) {
    await page.getByText(`${SIZES.side} × ${SIZES.side} px`).waitFor();
    if (index % 10 === 9) await note();
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Escape');
  await note();
  return allMs;
}

async function measure(browser: Browser, address: string): Promise<{ held: Held[]; allMs: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await countFullPictures(page, FULL_FROM_BYTES);
  const ask = await openMemoryWatch(page);
  await page.goto(address);
  const held: Held[] = [];
  const allMs = await look(page, async () => void held.push(await ask()));
  await context.close();
  return { held, allMs };
}

async function run(): Promise<BenchResult> {
  const maker = await startPictureMaker(SIZES);
  const relay = await startBenchRelay({
    env: { OPENAI_API_KEY: 'bench', WEFT_PROVIDER_BASE_URLS: JSON.stringify({ openai: `${maker.url}/v1` }) },
  });
  const browser = await launchBenchBrowser();
  try {
    const { held, allMs } = await measure(browser, relay.url + (await makePictureRun(relay.url, PICTURES)));
    const most = (of: (each: Held) => number) => Math.max(...held.map(of));
    const megabytes = (bytes: number) => bytes / 1_000_000;
    const pictures = most((each) => each.pictures) + IN_WORK;
    const heap = megabytes(most(({ heap: used }) => used));
    const whole = megabytes(most(({ heap: used, beside }) => used + beside));
    return {
      rows: [
        {
          what: `run-pictures: ${PICTURES} pictures of 1 MB by a run link: full ones held at a time, at most`,
          figure: `${pictures}`,
          n: PICTURES,
          baseline: `all ${PICTURES} seen small after ${(allMs / 1_000).toFixed(1)} s`,
          target: `≤ ${MOST_PICTURES}`,
          met: pictures <= MOST_PICTURES,
        },
        {
          what: 'the same: heap of JavaScript, page and workers, at most',
          figure: `${heap.toFixed(0)} MB`,
          n: held.length,
          baseline: `${whole.toFixed(0)} MB with array buffers`,
          target: `≤ ${MOST_MEGABYTES} MB`,
          met: heap <= MOST_MEGABYTES,
        },
      ],
    };
  } finally {
    await browser.close();
    await relay.stop();
    await maker.close();
  }
}

export const runPicturesBench: Bench = { name: 'run-pictures', run };
