import { describe, expect, it } from 'vitest';
import type { Fact } from './events.ts';
import { iterationId, parseIterationId } from './iteration-id.ts';
import type { Plan, PlanBody } from './plan.ts';
import { planSchema } from './plan.ts';
import { foldFacts, foldEntries } from './reduce.ts';
import { nodeState } from './select.ts';
import { askedInside, plannedSteps } from './select-inside.ts';
import { iterationAt, iterationCount, iterationTotals } from './select-iterations.ts';
import { emptyRun, type RunState } from './state.ts';
import {
  completedFact,
  numbered,
  planNodeOf,
  planOf,
  questionOf,
  runningFact,
  SOME_HASH,
  startedFact,
} from './testing.ts';

const container = { kind: 'map', body: SOME_HASH } as const;
const thread = (source: string, target: string) => ({
  ...{ source, sourceHandle: 'out', target, targetHandle: 'in' },
});
const bodies: readonly PlanBody[] = [
  {
    container: 'n0',
    nodes: [planNodeOf('a'), planNodeOf('deep', container)],
    edges: [thread('n0', 'a'), thread('a', 'deep'), thread('n1', 'a'), thread('deep', 'n0')],
  },
  { container: 'deep', nodes: [planNodeOf('b')], edges: [thread('deep', 'b'), thread('n1', 'b')] },
];
const base = planOf(3, [
  [1, 0],
  [0, 2],
]);
const plan: Plan = {
  ...base,
  nodes: base.nodes.map((node) => (node.id === 'n0' ? { ...node, ...container } : node)),
  bodies,
};
const started = foldEntries(emptyRun('run'), numbered([startedFact(plan)]));
const grows = (template: string, count: number, round = 0): Fact => ({
  type: 'dag.updated',
  data: { template, count, round },
});
const after = (facts: readonly Fact[], from: RunState = started) => foldFacts(from, facts, 5);
const ids = (run: RunState) => run.plan?.plan.nodes.slice(3).map(({ id }) => id);
const grown = after([runningFact('n0'), grows('n0', 2), runningFact('deep@1'), grows('deep@1', 2)]);

describe('a run that grows', () => {
  it('takes a plan with bodies as it is', () => {
    expect(planSchema.parse(plan)).toEqual(plan);
  });

  it('[IT1] names nodes by template and iteration, the outermost first', () => {
    expect(ids(grown)).toEqual(['a@0', 'deep@0', 'a@1', 'deep@1', 'b@1.0', 'b@1.1']);
    expect(grown.plan?.indexOf.get('b@1.1')).toBe(8);
    for (const strange of ['b@0.0', 'b@1.2', 'b@1', 'a@2', 'a@', '@1', 'a@1.1', 'n1@0'])
      expect(grown.plan?.indexOf.get(strange)).toBeUndefined();
    expect(parseIterationId(iterationId('x@y', [3, 1]))).toEqual({ template: 'x@y', path: [3, 1] });
    expect(grown.counts).toEqual({ pending: 7, running: 2, completed: 0, failed: 0, skipped: 0 });
  });

  it('brings what comes from outside to every iteration, however deep', () => {
    const inputs = grown.plan?.inputs[8]?.map(({ source }) => source);
    expect(inputs).toEqual([grown.plan?.indexOf.get('deep@1'), 1]);
    expect(grown.plan?.successors[3]).toEqual([4]);
  });

  it('[AP8] has a container wait where everything at work inside it waits for people, however deep', () => {
    const asks: Fact = { type: 'approval.requested', data: questionOf({ nodeId: 'b@1.0' }) };
    const asked = after([runningFact('b@1.0'), asks], grown);
    expect(askedInside(grown, 'n0')).toBeNull();
    expect(['n0', 'deep@1', 'deep@0', 'n1'].map((id) => askedInside(asked, id)?.nodeId)).toEqual([
      ...['b@1.0', 'b@1.0'],
      ...[undefined, undefined],
    ]);
    const goesOn = after([runningFact('a@0')], asked);
    expect([askedInside(goesOn, 'n0'), askedInside(goesOn, 'deep@1')?.nodeId]).toEqual([null, 'b@1.0']);
  });

  it('knows the plan that a container goes by', () => {
    const kept: Fact = {
      type: 'state.updated',
      data: { nodeId: 'n0', path: 'plan/n0', value: [{ title: 'Gather', task: 'Collect.' }] },
    };
    expect(plannedSteps(after([kept], grown), 'n0').map(({ title }) => title)).toEqual(['Gather']);
    expect(plannedSteps(grown, 'n0')).toEqual([]);
  });

  it('keeps what others know of the plan, and takes nothing twice', () => {
    expect(started.plan?.plan.nodes).toHaveLength(3);
    expect(after([grows('n0', 2), grows('n0', 1)], grown).nodes).toBe(grown.nodes);
    expect(ids(after([grows('n1', 2), grows('nobody', 1), grows('n0', 99_999)]))).toEqual([]);
  });

  it('[IT7] ends iterations when their container runs again; the next ones take their places', () => {
    const done = after([completedFact('a@0'), completedFact('n0')], grown);
    const retried = after(
      [{ type: 'execution.node.amended', data: { nodeId: 'n0', action: 'retry', round: 1 } }],
      done,
    );
    for (const id of ['a@0', 'a@1', 'deep@1', 'b@1.1'])
      expect(nodeState(retried, id)).toMatchObject({
        phase: 'skipped',
        round: 1,
        error: { code: 'iteration-over' },
      });
    expect(iterationCount(retried, 'n0')).toBe(0);
    const refused = after(
      [{ type: 'execution.node.amended', data: { nodeId: 'a@0', action: 'retry', round: 2 } }],
      retried,
    );
    expect(nodeState(refused, 'a@0')?.phase).toBe('skipped');
    const again = after([runningFact('n0', 1), grows('n0', 1, 1)], retried);
    expect(ids(again)).toEqual(ids(grown));
    expect([nodeState(again, 'a@0')?.phase, nodeState(again, 'a@0')?.round]).toEqual(['pending', 1]);
    expect(nodeState(again, 'a@1')?.phase).toBe('skipped');
    expect(iterationCount(again, 'n0')).toBe(1);
  });

  it('[IT7] what was begun under a round that was over already is begun anew under another', () => {
    const amended = (action: 'skip' | 'retry', round: number): Fact => ({
      type: 'execution.node.amended',
      data: { nodeId: 'n0', action, round },
    });
    // Somebody left it out before the host, which had not heard of it, began it.
    const left = after([amended('skip', 1), runningFact('n0'), grows('n0', 1), runningFact('a@0')]);
    expect(nodeState(left, 'a@0')).toMatchObject({ phase: 'skipped', round: 1 });
    const again = after([amended('retry', 2), runningFact('n0', 2), grows('n0', 1, 2)], left);
    expect(nodeState(again, 'a@0')).toMatchObject({ phase: 'pending', round: 1 });
    // The same of one that had had iterations before.
    const crossed = after([amended('retry', 3), grows('n0', 2, 2), amended('retry', 4)], again);
    expect(nodeState(crossed, 'a@0')).toMatchObject({ phase: 'skipped', round: 3 });
    const anew = after([runningFact('n0', 3), grows('n0', 2, 3)], crossed);
    expect([nodeState(anew, 'a@0')?.phase, nodeState(anew, 'a@0')?.round]).toEqual(['pending', 3]);
  });

  it('[IT6] opens the containers round a node that runs again, in their round, and what is behind them', () => {
    const done = after(
      [
        ...['a@0', 'a@1', 'b@1.0', 'b@1.1', 'deep@1'].map((id) => completedFact(id)),
        completedFact('n0'),
        completedFact('n2'),
      ],
      grown,
    );
    const retry: Fact = {
      type: 'execution.node.amended',
      data: { nodeId: 'b@1.0', action: 'retry', round: 1 },
    };
    const open = after([retry], done);
    const shown = ['b@1.0', 'b@1.1', 'deep@1', 'n0', 'n2', 'a@1'].map((id) => {
      const node = nodeState(open, id);
      return `${id} ${node?.phase} ${node?.round}`;
    });
    expect(shown).toEqual([
      'b@1.0 pending 1',
      'b@1.1 completed 0',
      'deep@1 running 0',
      'n0 running 0',
      'n2 pending 1',
      'a@1 completed 0',
    ]);
  });

  it('tells of iterations: how many, each with its nodes, and how they stand', () => {
    const some = after([completedFact('a@0'), runningFact('b@1.0')], grown);
    expect(iterationCount(some, 'n0')).toBe(2);
    expect(iterationCount(some, 'deep@0')).toBe(0);
    expect(iterationAt(some, 'n0', 0)).toMatchObject({
      turn: 0,
      phase: 'running',
      nodes: [{ nodeId: 'a@0' }, {}],
    });
    expect(iterationAt(some, 'n0', 2)).toBeNull();
    expect(iterationTotals(some, 'deep@1')).toEqual({
      count: 2,
      phases: { pending: 1, running: 1, completed: 0, failed: 0, skipped: 0 },
    });
  });
});
