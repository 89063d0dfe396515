/**
 * `npm test`: every stage one after another, each timed, and one line of totals at the very end.
 * Plain Node without dependencies, because the first thing it does is to install them.
 *
 *   npm test                    everything
 *   npm test -- unit browser    only these stages
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, ensureInstalled, PROJECT_DIRECTORY, requireNode } from '../relay/dev/bootstrap.mjs';
import { findBrowser } from './find-browser.mjs';

/** Tests depend on nothing that happens to be set where they run; keys least of all. */
const FOREIGN_VARIABLES = /^(WEFT_|PORT$|HOST$|XDG_STATE_HOME$)|_API_KEY$|^NODE_OPTIONS$/;

const STAGES = [
  { name: 'unit', run: () => runVitest('unit') },
  { name: 'runes', run: () => runVitest('runes') },
  { name: 'process', run: () => runVitest('process') },
  ...(existsSync(join(PROJECT_DIRECTORY, 'e2e', 'sim'))
    ? [{ name: 'simulation', run: () => runVitest('simulation') }]
    : []),
  { name: 'bundle', run: buildBundle },
  { name: 'browser', run: runPlaywright },
];

requireNode();
ensureInstalled();
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !FOREIGN_VARIABLES.test(name)),
);
const reports = mkdtempSync(join(tmpdir(), 'weft-tests-'));
const results = chosenStages().map(runStage);
rmSync(reports, { recursive: true, force: true });
printTotals();

function chosenStages() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no stage ${unknown.join(', ')}. Stages: ${STAGES.map((stage) => stage.name).join(', ')}.`,
    );
    process.exit(1);
  }
  return wanted.length === 0 ? STAGES : STAGES.filter((stage) => wanted.includes(stage.name));
}

function runStage(stage) {
  console.log(`\n── ${stage.name}`);
  const startedAt = performance.now();
  const counts = stage.run();
  return { name: stage.name, seconds: (performance.now() - startedAt) / 1000, ...counts };
}

function runVitest(project) {
  const report = join(reports, `${project}.json`);
  const vitest = join(PROJECT_DIRECTORY, 'node_modules', 'vitest', 'vitest.mjs');
  const status = runNode([
    vitest,
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const read = readReport(report);
  return judge(status, read?.numPassedTests ?? 0, read?.numFailedTests ?? 0);
}

function runPlaywright() {
  const report = join(reports, 'browser.json');
  const playwright = join(PROJECT_DIRECTORY, 'node_modules', '@playwright', 'test', 'cli.js');
  const status = runNode([playwright, 'test', '--config=e2e/playwright.config.ts', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    WEFT_CHROMIUM: findBrowser() ?? '',
  });
  const stats = readReport(report)?.stats;
  return judge(status, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0));
}

/** Later stages serve what is built here; a failed build ends the process with its message. */
function buildBundle() {
  build();
  return { passed: 0, failed: 0 };
}

/** A stage that fails without naming a test, or that runs none, is one failure. */
function judge(status, passed, failed) {
  const isUnexplained = failed === 0 && (status !== 0 || passed === 0);
  return { passed, failed: isUnexplained ? 1 : failed };
}

function runNode(parameters, variables = {}) {
  const result = spawnSync(process.execPath, parameters, {
    cwd: PROJECT_DIRECTORY,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...environment, ...variables },
  });
  return result.status ?? 1;
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function printTotals() {
  console.log('');
  for (const { name, seconds, passed, failed } of results) {
    console.log(
      `${name.padEnd(12)}${seconds.toFixed(1).padStart(7)} s${String(passed).padStart(7)} passed${String(failed).padStart(5)} failed`,
    );
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
}
