import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyOfTheProduct, withPlanted } from '../sim/mutants/plant.ts';
import type { Threat } from './threat.ts';
import { THREATS } from './threats.ts';

/**
 * `npm run security [-- T7]`: makes each weakness of the list in a copy of the project and looks whether its test fails,
 * after it has passed without. A test that cannot be run at all does not count.
 */
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'test-results', '.partykit']);
const MOST_MS = 3 * 60_000;

type Outcome = 'passed' | 'failed' | 'broken';

const wanted = process.argv[2] ?? '';
const { folder, remove } = copyOfTheProduct(readdirSync(PROJECT).filter((name) => !LEFT_OUT.has(name)));
const threats = THREATS.filter(({ id }) => wanted === '' || id === wanted);
let stopped = 0;
try {
  for (const threat of threats) {
    const problem = problemOf(threat);
    if (problem === null) stopped += 1;
    console.log(`${threat.id.padEnd(5)} ${problem ?? 'its test fails with it'}: ${threat.weakness.name}`);
  }
} finally {
  remove();
}
console.log(`${stopped} of ${threats.length} weaknesses were noticed by their tests`);
process.exitCode = stopped === threats.length ? 0 : 1;

/** null = the test passes as the product is, and fails with the weakness. */
function problemOf(threat: Threat): string | null {
  if (run(threat) !== 'passed') return 'THE TEST DOES NOT PASS WITHOUT IT';
  const planted = withPlanted(folder, threat.weakness, () => run(threat));
  if (planted.kind === 'stale') return `OUT OF DATE (${planted.what})`;
  if (planted.result === 'failed') return null;
  return planted.result === 'passed' ? 'NOT NOTICED' : 'THE TEST DID NOT RUN WITH IT';
}

function run({ test: { project, file, title } }: Threat): Outcome {
  const report = join(folder, 'security-report.json');
  rmSync(report, { force: true });
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const words = titlePattern(title);
  const options = [`--project=${project}`, '-t', words, '--reporter=json', `--outputFile=${report}`];
  spawnSync(process.execPath, [vitest, 'run', file, ...options], { cwd: folder, timeout: MOST_MS });
  if (!existsSync(report)) return 'broken';
  const counts = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  if ((counts['numFailedTests'] ?? 0) > 0) return 'failed';
  return (counts['numPassedTests'] ?? 0) > 0 ? 'passed' : 'broken';
}

/** As vitest takes it: an expression; what a table of cases puts into a title matches anything. */
function titlePattern(title: string): string {
  const escaped = title.replace(/[.*+?^()|[\]{}\\]/g, '\\$&');
  return escaped.replace(/%[sjd#]|\$\w+/g, '.*');
}
