import { chromium, type Browser, type CDPSession, type Page } from 'playwright';
import { build, preview, type PreviewServer } from 'vite';
import { fileURLToPath } from 'node:url';
import { CHROMIUM_ARGUMENTS } from '../chromium-arguments.ts';
import { findBrowser } from '../find-browser.mjs';
import type { Bench, BenchResult, BenchRow } from './bench-row.ts';

/**
 * The canvas against a bare Svelte Flow page with as many plain nodes, in the same browser and run: time to open,
 * main-thread time of a pan frame, all statuses at once, frames while 50 nodes stream. Medians and ratios; asserts
 * nothing. Alone: `CANVAS_ROUNDS=1 npx tsx e2e/bench/canvas.ts`.
 *
 * Like with like: both pages hold the same nodes at the same places in a window of the same size, and before every pan
 * both are put to the same place and zoom, so that each frame shows the same number of nodes and threads and moves by as
 * much. What differs is what a node is (a plain 150 × 40 px box there, Weft's card of some 40 elements here) and what
 * the page around it does. Main-thread time is the thread's own processor time, not the clock's: other work on the
 * machine counts less.
 */

const PORT = Number(process.env['PORT'] ?? 4652);
const SIZES = [200, 1_000, 5_000];
const FRAMES = 90;

interface Figures {
  readonly openMs: number;
  /** At 100 %: cards in full, about 15 in the window. */
  readonly panMs: number;
  /** At 60 %, as a large flow opens: cards in full, about 35 in the window. */
  readonly panWideMs: number;
  /** At 25 %: tiles, about 180 in the window. */
  readonly panFarMs: number;
  readonly panFps: number;
  readonly zoomMs: number;
  readonly dragMs: number;
  readonly statusMs: number;
  readonly streamFps: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0) * 1_000;
}

/** Main-thread ms per frame and frames per second while `act` is called once a frame. */
async function perFrame(
  page: Page,
  session: CDPSession,
  act: 'pan' | 'zoom' | 'nothing',
): Promise<{ ms: number; fps: number }> {
  const before = await taskMs(session);
  const elapsed = await page.evaluate(({ frames, act }) => window.levers.drive(frames, act), {
    frames: FRAMES,
    act,
  });
  const after = await taskMs(session);
  return { ms: (after - before) / FRAMES, fps: (FRAMES / elapsed) * 1_000 };
}

async function dragMs(page: Page, session: CDPSession): Promise<number> {
  const box = await page.locator('.svelte-flow__node').first().boundingBox();
  if (box === null) return Number.NaN;
  await page.mouse.move(box.x + 60, box.y + 12);
  await page.mouse.down();
  const before = await taskMs(session);
  for (let step = 1; step <= 30; step += 1)
    await page.mouse.move(box.x + 60 + step * 4, box.y + 12 + step * 2);
  const after = await taskMs(session);
  await page.mouse.up();
  return (after - before) / 30;
}

async function measure(browser: Browser, which: 'weft' | 'bare', nodes: number): Promise<Figures> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`http://127.0.0.1:${PORT}/canvas/index.html?nodes=${nodes}&page=${which}`);
  await page.waitForFunction(() => window.levers?.openedInMs > 0, null, { timeout: 120_000 });
  const openMs = await page.evaluate(() => window.levers.openedInMs);
  const panAt = async (zoom: number) => {
    await page.evaluate((zoom) => window.levers.look(zoom), zoom);
    return perFrame(page, session, 'pan');
  };
  const far = await panAt(0.25);
  const wide = await panAt(0.6);
  const pan = await panAt(1);
  await page.evaluate(() => window.levers.look(1));
  const zoom = await perFrame(page, session, 'zoom');
  const drag = await dragMs(page, session);
  const before = await taskMs(session);
  await page.evaluate(() => window.levers.setAllAndPaint('queued'));
  const statusMs = (await taskMs(session)) - before;
  let streamFps = Number.NaN;
  if (which === 'weft') {
    await page.evaluate(() => void Object.assign(window, { stopStream: window.levers.stream(50) }));
    streamFps = (await perFrame(page, session, 'nothing')).fps;
  }
  await page.close();
  return {
    openMs,
    panMs: pan.ms,
    panWideMs: wide.ms,
    panFarMs: far.ms,
    panFps: wide.fps,
    zoomMs: zoom.ms,
    dragMs: drag,
    statusMs,
    streamFps,
  };
}

const KEYS = [
  'openMs',
  'panMs',
  'panWideMs',
  'panFarMs',
  'panFps',
  'zoomMs',
  'dragMs',
  'statusMs',
  'streamFps',
] as const;
const TARGETS: Partial<Record<(typeof KEYS)[number], string>> = {
  openMs: '≤ 0.3',
  panMs: '≤ 0.5',
  panWideMs: '≤ 0.5',
  panFarMs: '≤ 0.5',
  statusMs: '≤ 0.5',
  streamFps: '60',
};

function medians(rounds: readonly Figures[]): Figures {
  return Object.fromEntries(
    KEYS.map((key) => [key, median(rounds.map((round) => round[key]))]),
  ) as unknown as Figures;
}

const WORDS: Record<(typeof KEYS)[number], { readonly what: string; readonly unit: string }> = {
  openMs: { what: 'open', unit: 'ms' },
  panMs: { what: 'main thread per pan frame at 100 %', unit: 'ms' },
  panWideMs: { what: 'main thread per pan frame at 60 %', unit: 'ms' },
  panFarMs: { what: 'main thread per pan frame at 25 %', unit: 'ms' },
  panFps: { what: 'panning at 60 %', unit: 'frames/s' },
  zoomMs: { what: 'main thread per zoom frame', unit: 'ms' },
  dragMs: { what: 'main thread per drag step', unit: 'ms' },
  statusMs: { what: 'all statuses at once', unit: 'ms' },
  streamFps: { what: '50 nodes streaming', unit: 'frames/s' },
};

function rowsOf(nodes: number, weft: Figures, bare: Figures, n: number): readonly BenchRow[] {
  return KEYS.map((key) => {
    const { what, unit } = WORDS[key];
    const row = { what: `canvas, ${nodes} nodes: ${what}`, figure: `${weft[key].toFixed(1)} ${unit}`, n };
    const target = nodes >= 1_000 ? TARGETS[key] : undefined;
    if (Number.isNaN(bare[key]))
      return target === undefined ? row : { ...row, target: `${target} frames/s`, met: weft[key] >= 59 };
    const ratio = weft[key] / bare[key];
    const compared = { ...row, baseline: `bare Svelte Flow ${bare[key].toFixed(1)} ${unit}`, ratio };
    return target === undefined
      ? compared
      : { ...compared, target: `${target}×`, met: ratio <= Number(target.slice(2)) };
  });
}

async function serve(): Promise<PreviewServer> {
  const configFile = fileURLToPath(new URL('canvas/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error' });
  return preview({ configFile, preview: { host: '127.0.0.1', port: PORT, strictPort: true } });
}

async function run(): Promise<BenchResult> {
  const rounds = Number(process.env['CANVAS_ROUNDS'] ?? 3);
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...CHROMIUM_ARGUMENTS],
  });
  const rows: BenchRow[] = [];
  try {
    for (const nodes of SIZES) {
      const weft: Figures[] = [];
      const bare: Figures[] = [];
      for (let round = 0; round < rounds; round += 1) {
        weft.push(await measure(browser, 'weft', nodes));
        bare.push(await measure(browser, 'bare', nodes));
      }
      rows.push(...rowsOf(nodes, medians(weft), medians(bare), rounds));
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return { rows };
}

export const canvasBench: Bench = { name: 'canvas', run };
