import type { RunSummary } from '#shared/protocol/messages.ts';

/** Puts a run's line into the list: a new run gets the next number, a known one keeps its own. */
export function upsertRun(
  runs: readonly RunSummary[],
  summary: Omit<RunSummary, 'number'>,
  /** The highest number of a run that is gone: none is given twice. */
  lastNumber = 0,
): { readonly runs: readonly RunSummary[]; readonly changed: RunSummary } {
  const known = runs.find((run) => run.runId === summary.runId);
  const number = known?.number ?? runs.reduce((most, run) => Math.max(most, run.number), lastNumber) + 1;
  // A report that was overtaken by a later one says less than the list does.
  if (known?.sealed === true) return { runs, changed: known };
  const changed = { ...summary, number };
  return { runs: known ? runs.map((run) => (run === known ? changed : run)) : [...runs, changed], changed };
}

/** Runs listed; older ones stay readable by their link. */
const RUNS_LISTED = 200;

export function listRuns(runs: readonly RunSummary[]): readonly RunSummary[] {
  return [...runs].sort((one, other) => other.number - one.number).slice(0, RUNS_LISTED);
}

/** The list as somebody gets it who has not followed it, with what is gone since they may have had it. */
export function allRuns(state: {
  readonly runs: readonly RunSummary[];
  readonly forgotten: ReadonlySet<string>;
}): {
  runs: RunSummary[];
  gone?: string[];
} {
  const runs = [...listRuns(state.runs)];
  return state.forgotten.size === 0 ? { runs } : { runs, gone: [...state.forgotten] };
}
