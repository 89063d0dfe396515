import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

export interface SeedFailure {
  readonly seed: number;
  readonly law: string;
  readonly what: string;
}

export interface SeedSummary {
  readonly seeds: number;
  readonly seconds: number;
  readonly failures: readonly SeedFailure[];
  /** All figures in one line. */
  readonly line: string;
}

export interface SeedTotals {
  seeds: number;
  steps: number;
  runs: number;
  entries: number;
  kills: number;
  providerRequests: number;
  virtualMs: number;
}

/** What a worker says when it is done. */
export interface WorkerResult extends SeedTotals {
  readonly failures: readonly SeedFailure[];
  readonly milliseconds: number;
}

export interface SeedOptions {
  readonly from: number;
  /** At least so many… */
  readonly count: number;
  /** …and more as long as this time is not over; null = no more. */
  readonly seconds: number | null;
  /** null = one for each core. */
  readonly workers: number | null;
  /** No further than the first seed that breaks a law. */
  readonly untilBroken?: boolean;
}

export interface WorkerTask {
  readonly from: number;
  readonly step: number;
  readonly count: number;
  readonly until: number | null;
  /** The lowest seed so far that has broken a law, shared by all workers, which look no further; null = all seeds. */
  readonly lowest: Int32Array | null;
}

const LAST_SEED = 2 ** 31 - 1;

/** Seeds on all cores: each worker takes every n-th. */
export async function runSeeds({
  from,
  count,
  seconds,
  workers,
  untilBroken = false,
}: SeedOptions): Promise<SeedSummary> {
  const step = Math.min(count, workers ?? availableParallelism());
  const startedAt = performance.now();
  const until = seconds === null ? null : Date.now() + seconds * 1_000;
  const lowest = untilBroken ? new Int32Array(new SharedArrayBuffer(4)).fill(LAST_SEED) : null;
  const results = await Promise.all(
    Array.from({ length: step }, (_, index) =>
      runWorker({ from: from + index, step, count: Math.ceil((count - index) / step), until, lowest }),
    ),
  );
  return summarize(results, (performance.now() - startedAt) / 1_000);
}

function runWorker(task: WorkerTask): Promise<WorkerResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: task });
    worker.once('message', (result: WorkerResult) => {
      resolve(result);
      void worker.terminate();
    });
    worker.once('error', reject);
  });
}

function summarize(results: readonly WorkerResult[], seconds: number): SeedSummary {
  const sum = (key: keyof SeedTotals): number => results.reduce((total, result) => total + result[key], 0);
  const failures = results.flatMap((result) => result.failures).sort((one, other) => one.seed - other.seed);
  const seeds = sum('seeds');
  const busy = results.reduce((total, { milliseconds }) => total + milliseconds, 0);
  const hours = sum('virtualMs') / 3_600_000;
  const line = [
    `${seeds} seeds in ${seconds.toFixed(1)} s`,
    `(${(seeds / seconds).toFixed(1)} a second, ${(busy / seeds).toFixed(1)} ms each on one core):`,
    `${sum('runs')} runs, ${sum('entries')} entries, ${sum('providerRequests')} provider requests,`,
    `${sum('kills')} kills, ${sum('steps')} steps, ${hours.toFixed(0)} virtual hours;`,
    failures.length === 0 ? 'every law held' : `${failures.length} seeds broke a law`,
  ].join(' ');
  return { seeds, seconds, failures, line };
}
