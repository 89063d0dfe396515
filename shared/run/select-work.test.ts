import { describe, expect, it } from 'vitest';
import type { Fact } from './events.ts';
import type { Plan } from './plan.ts';
import { foldEntries, foldFacts } from './reduce.ts';
import { outlineLines } from './select-outline.ts';
import { lineWorkMs } from './select-line-work.ts';
import { containerWaits, nodesOfRun, runWaits, spansMs } from './select-work.ts';
import { emptyRun, type RunState } from './state.ts';
import {
  completedFact,
  numbered,
  planNodeOf,
  planOf,
  QUESTION_ID,
  questionOf,
  runningFact,
  SOME_HASH,
  startedFact,
} from './testing.ts';

/** n0 holds two items of one step each; n1 stands beside it. */
const base = planOf(2, []);
const plan: Plan = {
  ...base,
  nodes: base.nodes.map((node) => (node.id === 'n0' ? { ...node, kind: 'map', body: SOME_HASH } : node)),
  bodies: [{ container: 'n0', nodes: [planNodeOf('a')], edges: [] }],
};
const asks = (nodeId: string, approvalId = QUESTION_ID): Fact => ({
  type: 'approval.requested',
  data: questionOf({ nodeId, approvalId }),
});
const answered = (nodeId: string, approvalId = QUESTION_ID): Fact => ({
  type: 'approval.received',
  data: { approvalId, nodeId, outcome: 'approve', answeredBy: { personId: 'b', name: 'Bea' } },
});

/** Facts at their times. */
function fold(...log: readonly [at: number, ...facts: Fact[]][]): RunState {
  const started = foldEntries(emptyRun('run'), numbered([startedFact(plan)]));
  return log.reduce((run, [at, ...facts]) => foldFacts(run, facts, at), started);
}

function looked(run: RunState) {
  if (run.plan === null) throw new Error('the run has no plan');
  const index = run.plan;
  const nodes = nodesOfRun(run, index);
  const [container] = outlineLines(index, () => false);
  return {
    container: (now: number) => containerWaits(nodes, 0, now),
    run: (now: number) => runWaits(nodes, now),
    workMs: (now: number) => (container === undefined ? null : lineWorkMs(run, index, container, now)),
  };
}

const grows: Fact = { type: 'dag.updated', data: { template: 'n0', count: 2, round: 0 } };

describe('time of work', () => {
  it('[ME4] of a container is without what all in it waited for people; beside work nothing is waited', () => {
    const run = fold(
      [10, runningFact('n0'), grows],
      [20, runningFact('a@0'), runningFact('a@1')],
      [30, asks('a@0')],
      // The other item still works.
      [50, completedFact('a@1')],
      [90, answered('a@0')],
      [100, completedFact('a@0'), completedFact('n0')],
    );
    expect(looked(run).container(100)).toEqual([[50, 90]]);
    expect(looked(run).workMs(500)).toBe(50);
  });

  it('[ME4] stands while a container waits', () => {
    const run = fold([10, runningFact('n0'), grows], [20, runningFact('a@0')], [30, asks('a@0')]);
    expect([40, 4_000].map((now) => looked(run).workMs(now))).toEqual([20, 20]);
    expect(looked(run).container(Infinity)).toEqual([[30, Infinity]]);
    expect(spansMs(looked(run).container(Infinity) ?? [], 90)).toBe(60);
    expect(containerWaits({ index: run.plan as never, nodeAt: () => undefined }, 1, 0)).toBeNull();
  });

  it('[ME4] of a run is without the time in which only people could move it on', () => {
    const other = 'f'.repeat(32);
    const run = fold(
      [10, runningFact('n0'), grows],
      [20, runningFact('a@0'), asks('a@0')],
      [30, runningFact('n1')],
      [50, asks('n1', other)],
      [70, answered('a@0')],
      [80, answered('n1', other)],
    );
    // a@0 works again from 70 on, so that the wait for n1 holds up nothing.
    expect(looked(run).run(90)).toEqual([
      [20, 30],
      [50, 70],
    ]);
  });
});
