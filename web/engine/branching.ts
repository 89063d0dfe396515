import { planBranch } from './branch-run.ts';
import { openEarlierRun } from './earlier-run.ts';

/** What makes a branch of a run, and what drives one: most runs are none, so a worker fetches it with the first. */
export const branching = Object.freeze({ planBranch, openEarlierRun });

export type Branching = typeof branching;
