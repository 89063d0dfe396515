/**
 * `npm test`: every stage, each timed, and one line of totals at the very end. Tests of processes wait most of their
 * time, so what only computes runs beside them, at a lower priority.
 * Plain Node without dependencies, because the first thing it does is to install them.
 *
 *   npm test                    everything
 *   npm test -- unit browser    only these stages
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, ensureInstalled, PROJECT_DIRECTORY, requireNode } from '../relay/dev/bootstrap.mjs';
import { findBrowser } from './find-browser.mjs';

/** Tests depend on nothing that happens to be set where they run; keys least of all. */
const FOREIGN_VARIABLES = /^(WEFT_|PORT$|HOST$|XDG_STATE_HOME$)|_API_KEY$|^NODE_OPTIONS$/;

/** Niceness of what computes while others wait. */
const LOW_PRIORITY = 10;

/** Stages of a group run at once, each on a lane of its own; a lane that is not the first shows its output when it is done. */
const GROUPS = [
  [
    [
      { name: 'unit', run: (lane) => runVitest('unit', lane) },
      { name: 'runes', run: (lane) => runVitest('runes', lane) },
      { name: 'simulation', run: (lane) => runVitest('simulation', lane) },
    ],
    [{ name: 'process', run: (lane) => runVitest('process', lane) }],
  ],
  [
    [
      { name: 'bundle', run: buildBundle },
      { name: 'browser', run: runPlaywright },
    ],
  ],
];

requireNode();
ensureInstalled();
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !FOREIGN_VARIABLES.test(name)),
);
const reports = mkdtempSync(join(tmpdir(), 'weft-tests-'));
const wanted = wantedStages();
const results = [];
for (const lanes of GROUPS) await runGroup(lanes);
rmSync(reports, { recursive: true, force: true });
printTotals();

/** Names of the stages to run. */
function wantedStages() {
  const names = GROUPS.flat(2).map((stage) => stage.name);
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no stage ${unknown.join(', ')}. Stages: ${names.join(', ')}.`);
    process.exit(1);
  }
  return new Set(asked.length === 0 ? names : asked);
}

async function runGroup(allLanes) {
  const lanes = allLanes
    .map((stages) => stages.filter(({ name }) => wanted.has(name)))
    .filter((stages) => stages.length > 0);
  const isShared = lanes.length > 1;
  await Promise.all(
    lanes.map((stages, at) => runLane(stages, { isFirst: at === 0, isLow: isShared && at === 0 })),
  );
}

async function runLane(stages, { isFirst, isLow }) {
  for (const stage of stages) {
    const lane = { isLow, held: isFirst ? null : [] };
    if (isFirst) console.log(`\n── ${stage.name}`);
    const startedAt = performance.now();
    const counts = await stage.run(lane);
    results.push({ name: stage.name, seconds: (performance.now() - startedAt) / 1000, ...counts });
    if (lane.held !== null) process.stdout.write(`\n── ${stage.name}\n${Buffer.concat(lane.held)}`);
  }
}

async function runVitest(project, lane) {
  const report = join(reports, `${project}.json`);
  const vitest = join(PROJECT_DIRECTORY, 'node_modules', 'vitest', 'vitest.mjs');
  const status = await runNode(
    [
      vitest,
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    lane,
  );
  const read = readReport(report);
  return judge(status, read?.numPassedTests ?? 0, read?.numFailedTests ?? 0);
}

async function runPlaywright(lane) {
  const report = join(reports, 'browser.json');
  const playwright = join(PROJECT_DIRECTORY, 'node_modules', '@playwright', 'test', 'cli.js');
  const parameters = [playwright, 'test', '--config=e2e/playwright.config.ts', '--reporter=list,json'];
  const status = await runNode(parameters, lane, {
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

/** Its exit code, when it has ended. */
function runNode(parameters, { isLow, held }, variables = {}) {
  const output = held === null ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, parameters, {
    cwd: PROJECT_DIRECTORY,
    stdio: ['ignore', output, output],
    env: { ...environment, ...variables },
  });
  if (isLow && child.pid !== undefined) setPriority(child.pid, LOW_PRIORITY);
  child.stdout?.on('data', (piece) => held.push(piece));
  child.stderr?.on('data', (piece) => held.push(piece));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
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
