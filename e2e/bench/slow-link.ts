import type { FlowDocument } from '../../shared/graph/document.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { launchBenchBrowser } from './bench-browser.ts';
import { startBenchRelay } from './bench-relay.ts';
import type { Bench, BenchResult } from './bench-row.ts';
import { buildPage } from './build-page.ts';
import { startSlowLink } from './link-proxy.ts';
import { median } from './statistics.ts';

/**
 * A chain of nodes that ask nobody, run by the engine's worker in a browser through the real relay, with a link between
 * them on which every byte takes its time. From the wish to run until the page knows that the run has completed.
 */

const NODES = 200;
const LINK_MS = 50;
const ROUNDS = 5;
const TARGET_S = 3;

function chainOf(size: number): FlowDocument {
  const names = Array.from({ length: size }, (_, index) => `n${index}`);
  const nodes = names.map((id, index) =>
    index === 0 ? { id, type: 'initialPrompt', config: { text: 'word' } } : { id, type: 'join' },
  );
  return sketchFlow(
    'Chain',
    nodes,
    names.slice(1).map((id, index) => `${names[index] ?? ''} > ${id}`),
  );
}

async function measure(linkMs: number, dist: string): Promise<readonly number[]> {
  const link = await startSlowLink(linkMs);
  const relay = await startBenchRelay({ dist, pageOrigins: [link.url] });
  link.target = relay.url;
  const browser = await launchBenchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(link.url);
    await page.waitForFunction(() => 'tab' in window);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      times.push(await page.evaluate((flow) => window.tab.runFlow(flow), JSON.stringify(chainOf(NODES))));
    return times;
  } finally {
    await browser.close();
    await relay.stop();
    await link.close();
  }
}

async function run(): Promise<BenchResult> {
  const dist = await buildPage('tab-page');
  const near = median(await measure(0, dist)) / 1_000;
  const far = await measure(LINK_MS, dist);
  const seconds = median(far) / 1_000;
  return {
    rows: [
      {
        what: `chain of ${NODES} nodes, ${LINK_MS} ms each way between tab and relay`,
        figure: `${seconds.toFixed(2)} s`,
        n: far.length,
        baseline: `without delay ${near.toFixed(2)} s`,
        target: `≤ ${TARGET_S} s`,
        met: seconds <= TARGET_S,
      },
    ],
  };
}

export const slowLink: Bench = { name: 'link', run };
