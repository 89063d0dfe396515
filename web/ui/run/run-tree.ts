import type { RunSummary } from '#shared/protocol/messages.ts';
import type { BranchChange } from '#shared/run/plan.ts';

/** A line of the list of runs. */
export interface RunLine {
  readonly run: RunSummary;
  /** How many runs it goes on from, one after another, of those in the list. */
  readonly depth: number;
  /** Where it comes from, in words; null = from the flow itself. */
  readonly origin: string | null;
}

const CHANGED: { readonly [change in BranchChange]: string } = {
  guidance: 'guidance',
  model: 'another model',
  settings: 'other settings',
  output: 'another output',
};

/**
 * Runs under those that they go on from, the newest first on every level. Whatever the list says of parents, each run is
 * in it once [RB5]. O(runs).
 */
export function runTree(runs: readonly RunSummary[]): readonly RunLine[] {
  const byId = new Map(runs.map((run) => [run.runId, run]));
  const children = new Map<string, RunSummary[]>();
  const roots: RunSummary[] = [];
  const newest = [...runs].sort((a, b) => b.number - a.number);
  for (const run of newest) {
    const parent = run.parent === undefined ? undefined : byId.get(run.parent);
    // A run goes on from an older one; what claims otherwise stands by itself.
    if (parent === undefined || parent.number >= run.number) roots.push(run);
    else children.set(parent.runId, [...(children.get(parent.runId) ?? []), run]);
  }
  const lines: RunLine[] = [];
  const left = roots.map((run) => ({ run, depth: 0 })).reverse();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { run, depth } = next;
    const parent = run.parent === undefined ? undefined : byId.get(run.parent);
    lines.push({ run, depth, origin: originWords(run, parent?.number ?? null) });
    for (const child of [...(children.get(run.runId) ?? [])].reverse())
      left.push({ run: child, depth: depth + 1 });
  }
  return lines;
}

/** "from run 3 at Translate, with guidance"; null for a run of the flow itself. `parent` = its number, when known. */
export function originWords(
  { parent, branch }: Pick<RunSummary, 'parent' | 'branch'>,
  number: number | null,
): string | null {
  if (parent === undefined) return null;
  const from = number === null ? 'an earlier run' : `run ${number}`;
  if (branch === undefined) return `repeats part of ${from}`;
  return `from ${from} at ${branch.label}${changeWords(branch.changes)}`;
}

/** ", with guidance and another model"; '' when nothing was changed. */
export function changeWords(changes: readonly BranchChange[]): string {
  const names = changes.map((change) => CHANGED[change]);
  const last = names.pop();
  if (last === undefined) return '';
  return `, with ${names.length === 0 ? '' : `${names.join(', ')} and `}${last}`;
}

/** The run that one most wants to compare with: the one that it goes on from, else the one before; null = none. */
export function runBefore(run: RunSummary, runs: readonly RunSummary[]): RunSummary | null {
  const parent = runs.find(({ runId }) => runId === run.parent);
  if (parent !== undefined) return parent;
  const older = runs.filter(({ number }) => number < run.number);
  return older.reduce<RunSummary | null>(
    (best, each) => (best === null || each.number > best.number ? each : best),
    null,
  );
}
