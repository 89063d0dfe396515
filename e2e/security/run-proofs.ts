import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../find-browser.mjs';
import type { Proof } from './threat.ts';

/** What became of a test; 'broken' = it did not run, whyever. */
export type Outcome = 'passed' | 'failed' | 'broken';

const MOST_MS = 5 * 60_000;
const REPORT = 'security-report.json';

interface Result {
  /** With the words of the suites around it, as the runner joins them. */
  readonly name: string;
  readonly file: string;
  readonly isPassed: boolean;
}

/** Runs tests in a copy of the project, those of one file by their titles: one start of the runner for all of them. */
export async function runProofs(
  folder: string,
  proofs: readonly Proof[],
): Promise<(proof: Proof) => Outcome> {
  const journeys = proofs.filter(({ project }) => project === 'journey');
  const others = proofs.filter(({ project }) => project !== 'journey');
  const results = [
    ...(others.length === 0 ? [] : await runVitest(folder, others)),
    ...(journeys.length === 0 ? [] : await runJourneys(folder, journeys)),
  ];
  return ({ file, title }) => {
    const pattern = new RegExp(titlePattern(title));
    const found = results.filter((result) => result.file.endsWith(file) && pattern.test(result.name));
    if (found.length === 0) return 'broken';
    return found.every(({ isPassed }) => isPassed) ? 'passed' : 'failed';
  };
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];
const titlesOf = (proofs: readonly Proof[]): string =>
  unique(proofs.map(({ title }) => titlePattern(title))).join('|');

async function runVitest(folder: string, proofs: readonly Proof[]): Promise<readonly Result[]> {
  const projects = unique(proofs.map(({ project }) => `--project=${project}`));
  const files = unique(proofs.map(({ file }) => file));
  const options = ['-t', titlesOf(proofs), '--reporter=json', `--outputFile=${join(folder, REPORT)}`];
  const report = await reportOf(folder, ['vitest/vitest.mjs', 'run', ...files, ...projects, ...options]);
  const { testResults = [] } = (report ?? {}) as VitestReport;
  return testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ fullName, status }) => ({ name: fullName, file, isPassed: status === 'passed' })),
  );
}

interface VitestReport {
  readonly testResults?: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A page that cannot be built runs no journey. */
async function runJourneys(folder: string, proofs: readonly Proof[]): Promise<readonly Result[]> {
  if (!(await runNode(folder, ['vite/bin/vite.js', 'build']))) return [];
  const files = unique(proofs.map(({ file }) => file));
  const options = [
    '--config=e2e/playwright.config.ts',
    '--workers=1',
    '-g',
    titlesOf(proofs),
    '--reporter=json',
  ];
  const report = await reportOf(folder, ['@playwright/test/cli.js', 'test', ...files, ...options]);
  return (report === null ? [] : ((report as PlaywrightSuite).suites ?? [])).flatMap(resultsIn);
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly { readonly title: string; readonly file: string; readonly ok: boolean }[];
}

function resultsIn({ suites = [], specs = [] }: PlaywrightSuite): readonly Result[] {
  const own = specs.map(({ title, file, ok }) => ({
    name: title,
    file: `e2e/journeys/${file}`,
    isPassed: ok,
  }));
  return [...own, ...suites.flatMap(resultsIn)];
}

/** null = there is none: the runner did not come so far. */
async function reportOf(folder: string, parameters: readonly string[]): Promise<unknown> {
  const report = join(folder, REPORT);
  rmSync(report, { force: true });
  await runNode(folder, parameters);
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
}

/** Whether it ended well and in time. */
function runNode(folder: string, [tool = '', ...rest]: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [join('node_modules', tool), ...rest], {
    ...{ cwd: folder, stdio: 'ignore', timeout: MOST_MS },
    env: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(folder, REPORT),
      ...(tool.startsWith('@playwright') ? { WEFT_CHROMIUM: findBrowser() ?? '' } : {}),
    },
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

/** As an expression; what a table of cases puts into a title matches anything. */
function titlePattern(title: string): string {
  const escaped = title.replace(/[.*+?^()|[\]{}\\]/g, '\\$&');
  return escaped.replace(/%[sjd#]|\$\w+/g, '.*');
}
