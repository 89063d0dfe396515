import { cpus, loadavg } from 'node:os';
import type { Bench, BenchNote, BenchRow } from './bench-row.ts';
import { canvasBench } from './canvas.ts';
import { cloneToToken } from './clone-to-token.ts';
import { crowdBench } from './crowd/crowd.ts';
import { paintBench } from './crowd/paint.ts';
import { reconnectBench } from './crowd/reconnect.ts';
import { takeoverBench } from './crowd/takeover.ts';
import { engineBench } from './engine.ts';
import { pageWeight } from './page-weight.ts';
import { photoBench } from './photo.ts';
import { relayLatency } from './relay-latency.ts';
import { replayBench } from './replay.ts';
import { runPicturesBench } from './run-pictures/run-pictures.ts';
import { slowLink } from './slow-link.ts';
import { printTable } from './table.ts';
import { vaultLatency } from './vault-latency.ts';
import { workerToScreen } from './worker-to-screen.ts';

/** In the order of docs/spec/performance.md. */
const BENCHES: readonly Bench[] = [
  engineBench,
  slowLink,
  workerToScreen,
  canvasBench,
  pageWeight,
  relayLatency,
  vaultLatency,
  paintBench,
  crowdBench,
  takeoverBench,
  reconnectBench,
  replayBench,
  runPicturesBench,
  photoBench,
  cloneToToken,
];

/**
 * Runs the named benches, or all, one after another, and prints what they found.
 * @returns the exit code: 1 when a bench could not be run; a target that was missed is no failure.
 */
export async function runBenches(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    const names = BENCHES.map(({ name }) => name).join(', ');
    console.error(`There is no bench ${unknown.join(', ')}. Benches: ${names}.`);
    return 1;
  }
  const chosen = BENCHES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const rows: BenchRow[] = [];
  const notes: BenchNote[] = [];
  const failures: string[] = [];
  for (const bench of chosen) {
    console.error(`Measuring: ${bench.name}…`);
    try {
      const result = await bench.run();
      rows.push(...result.rows);
      notes.push(...(result.notes ?? []));
    } catch (caught) {
      failures.push(
        `${bench.name} could not be measured: ${caught instanceof Error ? caught.message : String(caught)}`,
      );
    }
  }
  printTable(rows, notes);
  for (const failure of failures) console.error(failure);
  const load = loadavg()[0] ?? 0;
  console.log(
    `\n${new Date().toISOString().slice(0, 10)} · Node ${process.versions.node} · ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'} · load at the end ${load.toFixed(1)}`,
  );
  return failures.length === 0 ? 0 : 1;
}
