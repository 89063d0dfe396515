import type { RunSummary } from '#shared/protocol/messages.ts';

/** Puts a run's line into the list: a new run gets the next number, a known one keeps its own. */
export function upsertRun(
  runs: readonly RunSummary[],
  summary: Omit<RunSummary, 'number'>,
): { readonly runs: readonly RunSummary[]; readonly changed: RunSummary } {
  const known = runs.find((run) => run.runId === summary.runId);
  const number = known?.number ?? runs.reduce((most, run) => Math.max(most, run.number), 0) + 1;
  // A report that was overtaken by a later one says less than the list does.
  if (known?.sealed === true) return { runs, changed: known };
  const changed = { ...summary, number };
  return { runs: known ? runs.map((run) => (run === known ? changed : run)) : [...runs, changed], changed };
}

/** Runs listed; older ones stay readable by their link. */
export const RUNS_LISTED = 200;

export function listRuns(runs: readonly RunSummary[]): readonly RunSummary[] {
  return [...runs].sort((one, other) => other.number - one.number).slice(0, RUNS_LISTED);
}
