import { spawnSync } from 'node:child_process';

/** What the simulation makes of a copy of the product. */
export type Verdict =
  | { readonly kind: 'caught'; readonly law: string; readonly seed: number; readonly what: string }
  /** missed: every law held; crashed: it broke by itself or took too long; stale: a bug's text is not there any more. */
  | { readonly kind: 'missed' | 'crashed' | 'stale'; readonly what: string };

const MOST_MS = 20 * 60_000;

/** Runs the simulation of the product in this folder until a law breaks, over at most so many seeds. */
export function judge(folder: string, seeds: number): Verdict {
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'e2e/sim/cli.ts', '--seeds', String(seeds), '--until-broken', 'yes'],
    { cwd: folder, encoding: 'utf8', timeout: MOST_MS },
  );
  if (error) return { kind: 'crashed', what: error.message };
  const found = [...stdout.matchAll(/^seed (\d+): \[(\w+)\] (.*)$/gm)];
  const byLaw = found.find(([, , law]) => law !== 'crash');
  if (byLaw) {
    const [, seed, law = '', what = ''] = byLaw;
    return { kind: 'caught', law, seed: Number(seed), what };
  }
  const [crash] = found;
  if (crash) return { kind: 'crashed', what: crash[3] ?? '' };
  return stdout.includes('every law held')
    ? { kind: 'missed', what: `${seeds} seeds held every law` }
    : { kind: 'crashed', what: stderr.trim().split('\n').at(-1) ?? '' };
}
