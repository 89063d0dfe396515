import { spawnSync } from 'node:child_process';
import { copyOfTheProduct, withPlanted } from './plant.ts';
import type { PlantedBug } from './planted-bug.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

/**
 * `npm run sim:mutants [-- part of a name]`: plants bugs one at a time in a copy of the product and looks whether the
 * simulation finds each by a law. A crash or a timeout does not count, and a text that is no longer there is a fault of
 * this list.
 */
const PARTS = [
  'shared',
  'relay',
  'web',
  'e2e/sim',
  'e2e/fixtures',
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
];
const MOST_SEEDS = '1200';
const BASELINE_SEEDS = '200';
const MOST_MS = 10 * 60_000;

type Verdict =
  | { readonly kind: 'caught'; readonly law: string; readonly seed: string; readonly what: string }
  | { readonly kind: 'missed' | 'crashed' | 'stale'; readonly what: string };

const wanted = process.argv[2] ?? '';
const { folder, remove } = copyOfTheProduct(PARTS);
const bugs = PLANTED_BUGS.filter(({ name }) => name.includes(wanted));
const sound = simulate(BASELINE_SEEDS);
if (sound.kind !== 'missed')
  throw new Error(`The product breaks a law without any bug planted: ${sound.what}`);
let caught = 0;
for (const bug of bugs) {
  const startedAt = performance.now();
  const verdict = judge(bug);
  if (verdict.kind === 'caught') caught += 1;
  console.log(lineOf(bug, verdict, (performance.now() - startedAt) / 1_000));
}
remove();
console.log(`${caught} of ${bugs.length} planted bugs were caught by a law`);
process.exitCode = caught === bugs.length ? 0 : 1;

function judge(bug: PlantedBug): Verdict {
  const planted = withPlanted(folder, bug, () => simulate(MOST_SEEDS));
  return planted.kind === 'stale' ? planted : planted.result;
}

function simulate(seeds: string): Verdict {
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'e2e/sim/cli.ts', '--seeds', seeds, '--until-broken', 'yes'],
    { cwd: folder, encoding: 'utf8', timeout: MOST_MS },
  );
  if (error) return { kind: 'crashed', what: error.message };
  const found = [...stdout.matchAll(/^seed (\d+): \[(\w+)\] (.*)$/gm)];
  const byLaw = found.find(([, , law]) => law !== 'crash');
  if (byLaw) {
    const [, seed = '', law = '', what = ''] = byLaw;
    return { kind: 'caught', law, seed, what };
  }
  const [crash] = found;
  if (crash) return { kind: 'crashed', what: crash[3] ?? '' };
  return stdout.includes('every law held')
    ? { kind: 'missed', what: `${seeds} seeds held every law` }
    : { kind: 'crashed', what: stderr.trim().split('\n').at(-1) ?? '' };
}

function lineOf({ name }: PlantedBug, verdict: Verdict, seconds: number): string {
  const time = `${seconds.toFixed(1).padStart(6)} s`;
  if (verdict.kind !== 'caught')
    return `${verdict.kind.toUpperCase().padEnd(8)}${time}  ${name}: ${verdict.what.slice(0, 200)}`;
  return `caught  ${time}  [${verdict.law}] ${name} (seed ${verdict.seed}: ${verdict.what.slice(0, 120)})`;
}
