import './kernel/seeded-crypto.ts';
import { createTrace } from './trace.ts';
import { simulate, type SimulationReport } from './simulate.ts';
import { shrink } from './shrink.ts';
import { loadRegistry } from './tabs/registry.ts';
import { runSeeds } from './pool.ts';
import { lineOfAct } from './plan/acts.ts';

/**
 * `npm run sim -- --seeds 1000`           that many parties, from seed 1 on
 * `npm run sim -- --seeds 100 --seed 7`   100 parties from seed 7 on
 * `npm run sim -- --seed 42`              one party with its trace (also `--seeds 1 --seed 42`)
 * `npm run sim -- --workers 1`            on one core
 * `npm run sim -- --until-broken yes`     no further than the first that breaks a law
 */
const options = new Map<string, string>();
process.argv.slice(2).forEach((word, index, words) => {
  if (word.startsWith('--')) options.set(word.slice(2), words[index + 1] ?? '');
});

const seed = Number(options.get('seed') ?? 1);
const isOne = options.has('seed') && Number(options.get('seeds') ?? 1) === 1;
await (isOne ? replay(seed) : many());
process.exit(process.exitCode ?? 0);

async function many(): Promise<void> {
  const summary = await runSeeds({
    from: seed,
    count: Number(options.get('seeds') ?? 1_000),
    workers: options.has('workers') ? Number(options.get('workers')) : null,
    seconds: null,
    untilBroken: options.has('until-broken'),
  });
  for (const { seed: failing, law, what } of summary.failures)
    console.log(`seed ${failing}: [${law}] ${what}`);
  console.log(summary.line);
  process.exitCode = summary.failures.length === 0 ? 0 : 1;
}

async function replay(number: number): Promise<void> {
  const registry = await loadRegistry();
  const found = await simulate(number, { registry });
  const without = found.broken === null ? new Set<number>() : await shrink(found, registry);
  const trace = createTrace();
  const report = await simulate(number, { registry, without, onLine: trace.add });
  for (const line of trace.lines()) console.log(line);
  print(report, without);
}

function print(
  { plan, broken, steps, entries, runs, virtualMs }: SimulationReport,
  without: ReadonlySet<number>,
): void {
  console.log(`\n${plan.browsers.join(', ')}; ${plan.tabs.length} tabs; calm at ${plan.calmAt} ms`);
  plan.acts.forEach((act, index) => {
    if (!without.has(index)) console.log(lineOfAct(act));
  });
  console.log(
    `${steps} steps, ${runs} runs, ${entries} entries, ${Math.round(virtualMs / 1_000)} virtual seconds`,
  );
  console.log(
    broken === null ? 'every law held' : `[${broken.law}] at ${broken.at.toFixed(1)} ms: ${broken.what}`,
  );
  process.exitCode = broken === null ? 0 : 1;
}
