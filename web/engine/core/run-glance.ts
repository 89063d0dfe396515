import { chunkedGet } from '#shared/run/chunked.ts';
import type { Draft } from '#shared/run/draft.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';

/** What the scheduler reads of a run: a state, or a draft that the host goes on editing in place. */
export interface RunGlance extends Pick<RunState, 'phase' | 'plan' | 'levelSizes' | 'counts'> {
  readonly node: (index: number) => NodeState | undefined;
}

export function glanceAt(state: RunState): RunGlance {
  const { phase, plan, levelSizes, counts } = state;
  return { phase, plan, levelSizes, counts, node: (index) => chunkedGet(state.nodes, index) };
}

/** Always shows where the draft stands now. */
export function glanceAtDraft(draft: Draft): RunGlance {
  return {
    get phase() {
      return draft.run.phase;
    },
    get plan() {
      return draft.run.plan;
    },
    get levelSizes() {
      return draft.run.levelSizes;
    },
    get counts() {
      return draft.counts;
    },
    node: draft.node,
  };
}
