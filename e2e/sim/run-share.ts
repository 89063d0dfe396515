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
const isEnough = (): boolean =>
  (task.untilBroken && failures.length > 0) ||
  (totals.seeds >= task.count && (task.until === null || Date.now() >= task.until));
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
  if (report.broken) failures.push({ seed: report.seed, law: report.broken.law, what: report.broken.what });
}
