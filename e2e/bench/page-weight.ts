import { basename, extname } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Page } from 'playwright';
import { launchBenchBrowser } from './bench-browser.ts';
import { startBenchRelay } from './bench-relay.ts';
import type { Bench, BenchNote, BenchResult, BenchRow } from './bench-row.ts';
import { startFileRecorder, type FileRecorder } from './link-proxy.ts';
import { kilobytes } from './statistics.ts';

/**
 * What a browser asks for until home and editor can be used, from the real relay, each file compressed with brotli at its
 * strongest. Fonts are left out: they are swapped in and nothing waits for them. What follows by itself afterwards is
 * told apart.
 */

const HOME_TARGET_BYTES = 90_000;
const EDITOR_TARGET_BYTES = 220_000;
const BIGGEST = 12;
/** A measurement, no wait: pages fetch more by a timer of three seconds, so after four without a request nothing follows. */
const QUIET_MS = 4_000;

interface Weighed {
  readonly name: string;
  readonly bytes: number;
}

interface Weight {
  readonly files: readonly Weighed[];
  readonly later: readonly Weighed[];
}

const isFile = (path: string) =>
  !/^\/(api|parties|health|metrics)(\/|$)/.test(path) && extname(path) !== '.woff2';

async function weigh(url: string, path: string): Promise<Weighed> {
  const response = await fetch(url + path, { headers: { 'sec-fetch-dest': 'document' } });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { name: basename(path) || 'page', bytes: brotliCompressSync(bytes).length };
}

const weighAll = async (url: string, paths: readonly string[]) =>
  (await Promise.all(paths.filter(isFile).map((path) => weigh(url, path)))).sort((a, b) => b.bytes - a.bytes);

async function measure(
  page: Page,
  recorder: FileRecorder,
  open: () => Promise<unknown>,
  usable: () => Promise<unknown>,
): Promise<Weight> {
  recorder.forget();
  await open();
  await usable();
  const before = recorder.paths();
  await untilQuiet(page, recorder);
  const after = recorder.paths().slice(before.length);
  return { files: await weighAll(recorder.url, before), later: await weighAll(recorder.url, after) };
}

async function untilQuiet(page: Page, recorder: FileRecorder): Promise<void> {
  let known = -1;
  while (known < recorder.paths().length) {
    known = recorder.paths().length;
    await page.waitForTimeout(QUIET_MS);
  }
}

const sum = (files: readonly Weighed[]) => files.reduce((total, { bytes }) => total + bytes, 0);

function rowOf(what: string, weight: Weight, target: number): BenchRow {
  const bytes = sum(weight.files);
  return {
    what,
    figure: kilobytes(bytes),
    n: 1,
    target: `≤ ${target / 1_000} kB`,
    met: bytes <= target,
  };
}

function noteOf(title: string, { files, later }: Weight): BenchNote {
  const line = ({ name, bytes }: Weighed) => `${kilobytes(bytes).padStart(9)}  ${name}`;
  return {
    title: `${title}: ${files.length} files, the biggest of them; ${kilobytes(sum(later))} more follow by themselves`,
    lines: [
      ...files.slice(0, BIGGEST).map(line),
      ...later.slice(0, 5).map((file) => `${line(file)}  (later)`),
    ],
  };
}

/** Home: the templates stand there and can be pressed. Editor: the nodes stand there and Run can be pressed. */
async function run(dist?: string): Promise<BenchResult> {
  const recorder = await startFileRecorder();
  const relay = await startBenchRelay({ pageOrigins: [recorder.url], ...(dist ? { dist } : {}) });
  recorder.target = relay.url;
  const browser = await launchBenchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const template = page.getByRole('region', { name: 'Templates' }).getByRole('button').first();
    const home = await measure(
      page,
      recorder,
      () => page.goto(recorder.url),
      () => template.click({ trial: true }),
    );
    await page.getByRole('region', { name: 'Templates' }).locator('.card').first().click();
    const runBar = page.getByRole('group', { name: 'Run', exact: true });
    const runButton = runBar.getByRole('button', { name: /^Run( with demo)?$/ });
    await runButton.click({ trial: true });
    const editor = await measure(
      page,
      recorder,
      () => page.reload(),
      async () => {
        await page.locator('.svelte-flow__node').first().waitFor();
        await runButton.click({ trial: true });
      },
    );
    return {
      rows: [
        rowOf('files before home works (brotli)', home, HOME_TARGET_BYTES),
        rowOf('files before the editor works (brotli)', editor, EDITOR_TARGET_BYTES),
      ],
      notes: [noteOf('home', home), noteOf('editor', editor)],
    };
  } finally {
    await browser.close();
    await relay.stop();
    await recorder.close();
  }
}

export const pageWeight: Bench = {
  name: 'weight',
  run: () => run(process.env['WEFT_BENCH_DIST']),
};
