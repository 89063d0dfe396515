import './kernel/seeded-crypto.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { SeedFailure, SeedTotals, WorkerResult, WorkerTask } from './pool.ts';
import { simulate, type SimulationReport } from './simulate.ts';
import { loadRegistry } from './tabs/registry.ts';

/** One worker's share of the seeds. */
const task = workerData as WorkerTask;
const totals: SeedTotals = {
  ...{ seeds: 0, steps: 0, runs: 0, entries: 0, kills: 0, providerRequests: 0, virtualMs: 0 },
};
const failures: SeedFailure[] = [];
let seed = task.from;

// What nobody catches is a fault of whatever ran just now.
process.on('unhandledRejection', (reason) => failures.push({ seed, law: 'crash', what: String(reason) }));
process.on('uncaughtException', (error) => failures.push({ seed, law: 'crash', what: String(error.stack) }));

const registry = await loadRegistry();
const startedAt = performance.now();
/** Who looks for a broken law looks past a few parties that break by themselves. */
const MOST_CRASHES = 20;
const isFound = ({ lowest }: WorkerTask): boolean =>
  lowest !== null && (failures.length >= MOST_CRASHES || seed > Atomics.load(lowest, 0));
const isEnough = (): boolean =>
  isFound(task) || (totals.seeds >= task.count && (task.until === null || Date.now() >= task.until));
while (!isEnough()) {
  add(await simulate(seed, { registry }));
  seed += task.step;
}
const result: WorkerResult = { ...totals, failures, milliseconds: performance.now() - startedAt };
parentPort?.postMessage(result);

function add(report: SimulationReport): void {
  totals.seeds += 1;
  totals.steps += report.steps;
  totals.runs += report.runs;
  totals.entries += report.entries;
  totals.kills += report.kills;
  totals.providerRequests += report.providerRequests;
  totals.virtualMs += report.virtualMs;
  if (report.broken === null) return;
  const { law, what } = report.broken;
  failures.push({ seed: report.seed, law, what });
  if (task.lowest === null || law === 'crash') return;
  // Two at the same moment: at worst a few more parties are played.
  if (report.seed < Atomics.load(task.lowest, 0)) Atomics.store(task.lowest, 0, report.seed);
}
