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

/** A class for its getters: they are shared, so that reading one costs nothing (see createDraft). */
class DraftGlance implements RunGlance {
  readonly node: Draft['node'];
  readonly #draft: Draft;

  constructor(draft: Draft) {
    this.#draft = draft;
    this.node = draft.node;
  }

  get phase(): RunGlance['phase'] {
    return this.#draft.run.phase;
  }

  get plan(): RunGlance['plan'] {
    return this.#draft.run.plan;
  }

  get levelSizes(): RunGlance['levelSizes'] {
    return this.#draft.run.levelSizes;
  }

  get counts(): RunGlance['counts'] {
    return this.#draft.counts;
  }
}

/** Always shows where the draft stands now. */
export function glanceAtDraft(draft: Draft): RunGlance {
  return new DraftGlance(draft);
}
