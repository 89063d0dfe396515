import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import type { FlowDocument } from '../../../shared/graph/document.ts';
import { createEditorPage } from '../../journeys/pages/editor-page.ts';
import { createHomePage } from '../../journeys/pages/home-page.ts';
import { createSharePart } from '../../journeys/pages/share-part.ts';
import { launchBenchBrowser } from '../bench-browser.ts';
import { startBenchRelay } from '../bench-relay.ts';
import type { Bench, BenchResult, BenchRow } from '../bench-row.ts';
import { startStampingProvider, type StampingProvider } from '../stamping-provider.ts';
import { milliseconds, median, quantile } from '../statistics.ts';
import { oneCall, oneThinker } from './flow-of-two.ts';

/**
 * From a provider's token to the pixels of somebody else's screen: two browsers with the built app, one runs a flow, the
 * other watches. Provider and browsers are on this machine, so their clocks are one.
 */

const TOKENS = 400;
const TOKEN_EVERY_MS = 25;
const TARGET_MS = 80;
/** The run takes TOKENS × TOKEN_EVERY_MS and what a busy machine adds. */
const RUN_MS = 60_000;

/** When each number was first on the screen, ms since 1970. */
type Seen = Record<string, number>;

async function openPeople(
  url: string,
  flow: FlowDocument,
): Promise<{ readonly browser: Browser; readonly pages: [Page, Page] }> {
  const browser = await launchBenchBrowser();
  const context = await browser.newContext({
    baseURL: url,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const ann = await context.newPage();
  await createHomePage(ann).openFlow(flow);
  const share = createSharePart(ann);
  await share.open();
  const link = await share.makeAndCopy('editor link');
  await share.close();
  const other = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const bob = await other.newPage();
  await bob.goto(link);
  await createEditorPage(bob).node('draft').waitFor();
  return { browser, pages: [ann, bob] };
}

/** Writes down, after the frame in which it was drawn, when each number came into the node. */
async function watchNumbers(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seenNumbers: seen });
    const node = document.querySelector('[aria-label^="draft, "]');
    if (node === null) throw new Error('the node is not on the canvas');
    const channel = new MessageChannel();
    let waiting: string[] = [];
    // A message posted in a frame's callback comes when that frame has been drawn: with what was changed before it and
    // by its other callbacks.
    channel.port1.onmessage = () => {
      const now = performance.timeOrigin + performance.now();
      for (const number of waiting) seen[number] ??= now;
      waiting = [];
    };
    const frames = {
      next(): void {
        channel.port2.postMessage(null);
        requestAnimationFrame(() => frames.next());
      },
    };
    frames.next();
    new MutationObserver(() => {
      waiting.push(...(node.textContent?.match(/\b\d+(?= )/g) ?? []));
    }).observe(node, { subtree: true, childList: true, characterData: true });
  });
}

const seenOn = (page: Page) => page.evaluate(() => (window as unknown as { seenNumbers: Seen }).seenNumbers);

/** ms from leaving the provider to the screen, of every number from one on that could be seen. */
function delays(seen: Seen, provider: StampingProvider, first: number): readonly number[] {
  return Object.entries(seen).flatMap(([number, at]) => {
    const sentAt = provider.sentAt(Number(number));
    return Number(number) < first || Number.isNaN(sentAt) ? [] : [at - performance.timeOrigin - sentAt];
  });
}

interface Watched {
  readonly what: string;
  readonly flow: FlowDocument;
  readonly channel: 'content' | 'reasoning_content';
}

const WATCHED: readonly Watched[] = [
  { what: "a provider's token", flow: oneCall(), channel: 'content' },
  { what: "a token of an agent's thinking", flow: oneThinker(), channel: 'reasoning_content' },
];

async function watch(url: string, provider: StampingProvider, watched: Watched): Promise<BenchRow> {
  provider.answer(TOKENS, TOKEN_EVERY_MS, watched.channel);
  const { browser, pages } = await openPeople(url, watched.flow);
  const [ann, bob] = pages;
  try {
    let first = provider.count();
    await watchNumbers(bob);
    await createEditorPage(ann).run();
    if (watched.channel !== 'content') {
      // Thinking is folded away; what left before it was opened could not be seen in time.
      await createEditorPage(bob).node('draft').getByText('Show what it thinks').click();
      first = provider.count();
    }
    await createEditorPage(bob).runBar.getByText('Done').waitFor({ timeout: RUN_MS });
    const found = delays(await seenOn(bob), provider, first);
    const p95 = quantile(found, 0.95);
    return {
      what: `paint: ${watched.what} on a collaborator's screen, p95`,
      figure: milliseconds(p95),
      n: found.length,
      baseline: `median ${milliseconds(median(found))}`,
      target: `≤ ${TARGET_MS} ms`,
      met: p95 <= TARGET_MS,
    };
  } finally {
    await browser.close();
  }
}

async function run(): Promise<BenchResult> {
  const provider = await startStampingProvider();
  const relay = await startBenchRelay({
    dist: fileURLToPath(new URL('../../../dist', import.meta.url)),
    env: {
      MISTRAL_API_KEY: 'bench',
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ mistral: `${provider.url}/v1` }),
    },
  });
  try {
    const rows: BenchRow[] = [];
    for (const watched of WATCHED) rows.push(await watch(relay.url, provider, watched));
    return { rows };
  } finally {
    await relay.stop();
    await provider.close();
  }
}

export const paintBench: Bench = { name: 'paint', run };
