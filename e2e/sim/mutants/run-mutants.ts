import { judge, type Verdict } from './judge.ts';
import { copyOfTheProduct, withPlanted } from './plant.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

/**
 * `npm run sim:mutants [-- part of a name…]`: plants bugs one at a time in a copy of the product and looks whether the
 * simulation finds each by a law. A crash or a timeout does not count, and a text that is no longer there is a fault of
 * this list. First of all the copy is played as it is: nothing may be found in it.
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
const SEEDS = 1_200;
/** Of the control, when a few bugs alone are asked for. */
const FEW_SEEDS = 50;

interface Row {
  readonly name: string;
  readonly verdict: Verdict;
  readonly seconds: number;
}

const parts = process.argv.slice(2);
const isWanted = (name: string): boolean => parts.length === 0 || parts.some((part) => name.includes(part));
const { folder, remove } = copyOfTheProduct(PARTS);
const control = timed('nothing planted', () => judge(folder, parts.length === 0 ? SEEDS : FEW_SEEDS));
console.log(lineOf(control));
const rows = PLANTED_BUGS.filter(({ name }) => isWanted(name)).map((bug) => {
  const row = timed(bug.name, () => {
    const planted = withPlanted(folder, bug, () => judge(folder, SEEDS));
    return planted.kind === 'stale' ? planted : planted.result;
  });
  console.log(lineOf(row));
  return row;
});
remove();
const caught = rows.flatMap((row) => (row.verdict.kind === 'caught' ? [{ ...row, ...row.verdict }] : []));
for (const line of byLaw()) console.log(line);
console.log(`${caught.length} of ${rows.length} planted bugs were caught by a law`);
process.exitCode = control.verdict.kind === 'missed' && caught.length === rows.length ? 0 : 1;

function timed(name: string, work: () => Verdict): Row {
  const startedAt = performance.now();
  const verdict = work();
  return { name, verdict, seconds: (performance.now() - startedAt) / 1_000 };
}

function lineOf({ name, verdict, seconds }: Row): string {
  const time = `${seconds.toFixed(1).padStart(6)} s`;
  if (verdict.kind !== 'caught')
    return `${verdict.kind.toUpperCase().padEnd(8)}${time}  ${name}: ${verdict.what.slice(0, 200)}`;
  return `caught  ${time}  [${verdict.law}] ${name} (seed ${verdict.seed}: ${verdict.what.slice(0, 120)})`;
}

/** How many bugs each law has caught, the busiest law first, and the latest of the seeds. */
function byLaw(): readonly string[] {
  const laws = [...new Set(caught.map(({ law }) => law))].map((law) => {
    const own = caught.filter((row) => row.law === law);
    return { law, count: own.length, latest: Math.max(...own.map(({ seed }) => seed)) };
  });
  laws.sort((one, other) => other.count - one.count);
  return laws.map(({ law, count, latest }) => `[${law}] ${count}, at seed ${latest} at the latest`);
}
