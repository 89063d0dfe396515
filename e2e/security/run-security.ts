import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { copyOfTheProduct, plant } from '../sim/mutants/plant.ts';
import { runProofs } from './run-proofs.ts';
import type { Threat } from './threat.ts';
import { THREATS } from './threats.ts';

/**
 * `npm run security [-- T7 T8]`: makes each weakness of the list in a copy of the project and looks whether its test fails,
 * after it has passed without. A test that cannot be run at all does not count. What needs processes, with their ports and
 * browsers, is tried one after the other; beside it, in copies of their own, what only computes.
 */
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'test-results', '.partykit']);

const wanted = new Set(process.argv.slice(2));
const threats = THREATS.filter(({ id }) => wanted.size === 0 || wanted.has(id));
const waits = ({ test: { project } }: Threat): boolean => project === 'process' || project === 'journey';
const computing = Math.max(1, availableParallelism() - 2);
const quick = threats.filter((threat) => !waits(threat));
const startedAt = performance.now();
const lanes = [
  threats.filter(waits),
  ...Array.from({ length: computing }, (_, lane) =>
    quick.filter((_one, index) => index % computing === lane),
  ),
];
const stopped = (await Promise.all(lanes.map(tryAll))).reduce((sum, count) => sum + count, 0);
const seconds = Math.round((performance.now() - startedAt) / 1_000);
console.log(`${stopped} of ${threats.length} weaknesses were noticed by their tests, in ${seconds} s`);
process.exitCode = stopped === threats.length ? 0 : 1;

/** How many of them were noticed. */
async function tryAll(lane: readonly Threat[]): Promise<number> {
  if (lane.length === 0) return 0;
  const parts = readdirSync(PROJECT).filter((name) => !LEFT_OUT.has(name));
  const { folder, remove } = copyOfTheProduct(parts);
  try {
    const without = await runProofs(
      folder,
      lane.map(({ test }) => test),
    );
    let noticed = 0;
    for (const threat of lane) {
      const isPassed = without(threat.test) === 'passed';
      const problem = isPassed ? await problemOf(folder, threat) : 'THE TEST DOES NOT PASS WITHOUT IT';
      if (problem === null) noticed += 1;
      console.log(`${threat.id.padEnd(5)} ${problem ?? 'its test fails with it'}: ${threat.weakness.name}`);
    }
    return noticed;
  } finally {
    remove();
  }
}

/** null = the test fails with the weakness. */
async function problemOf(folder: string, { test, weakness }: Threat): Promise<string | null> {
  const planted = plant(folder, weakness);
  if (planted.kind === 'stale') return `OUT OF DATE (${planted.what})`;
  const outcome = (await runProofs(folder, [test]))(test);
  planted.undo();
  if (outcome === 'failed') return null;
  return outcome === 'passed' ? 'NOT NOTICED' : 'THE TEST DID NOT RUN WITH IT';
}
