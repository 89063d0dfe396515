import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '#shared/run/events.ts';
import { foldEntries, foldFacts } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { arbitraryFact, numbered, planNodeOf, planOf, SOME_HASH, startedFact } from '#shared/run/testing.ts';
import { createFrontier, touchFacts, type Frontier } from './frontier.ts';
import { glanceAt } from './run-glance.ts';

const container = { kind: 'map', body: SOME_HASH } as const;
const base = planOf(3, [
  [0, 1],
  [1, 2],
]);
const thread = (source: string, target: string) => ({
  ...{ source, sourceHandle: 'text-out', target, targetHandle: 'text-in' },
});
const plan = {
  ...base,
  nodes: base.nodes.map((node) => (node.id === 'n1' ? { ...node, ...container } : node)),
  bodies: [
    {
      container: 'n1',
      nodes: [planNodeOf('a', { kind: 'branch' }), planNodeOf('b'), planNodeOf('deep', container)],
      edges: [thread('n1', 'a'), thread('a', 'b'), thread('n0', 'b'), thread('b', 'deep'), thread('b', 'n1')],
    },
    { container: 'deep', nodes: [planNodeOf('c')], edges: [thread('deep', 'c')] },
  ],
};

const ids = [
  'n0',
  'n1',
  'n2',
  'a@0',
  'a@1',
  'a@2',
  'b@0',
  'b@1',
  'b@2',
  'deep@0',
  'deep@1',
  'c@0.0',
  'c@1.0',
  'c@1.1',
];
const grows: fc.Arbitrary<Fact> = fc
  .record({
    template: fc.constantFrom('n1', 'deep@0', 'deep@1'),
    round: fc.nat(1),
    count: fc.nat(3),
    parallel: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    stops: fc.boolean(),
  })
  .map((data): Fact => ({ type: 'dag.updated', data }));
/** Runs of a kind that come about: the container works and has iterations. */
const opening: readonly Fact[] = [
  { type: 'execution.node.status', data: { nodeId: 'n1', status: 'running', round: 0 } },
  { type: 'dag.updated', data: { template: 'n1', round: 0, count: 3, parallel: 2, stops: true } },
];
const named = { ...base, nodes: ids.map((id) => planNodeOf(id)) };

function shown(frontier: Frontier) {
  const { ready, doomed, running, waiting, phases, rounds, iterations } = frontier;
  const sets = [ready, doomed, running, waiting].map((set) => set.first(Infinity));
  const counts = [...(iterations ?? [])].map(([at, { left, begun, open, failures }]) => [
    at,
    left,
    begun,
    open,
    failures,
  ]);
  return { sets, phases, rounds, counts };
}

test('[IT3] what may begin follows from the state alone, however the run came there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 5, arbitrary: arbitraryFact(named) }, grows), { maxLength: 60 }),
      (facts) => {
        let state = foldEntries(emptyRun('run'), numbered([startedFact(plan)]));
        const frontier = createFrontier(glanceAt(state));
        for (const fact of [...opening, ...facts]) {
          state = foldFacts(state, [fact], 5);
          touchFacts(frontier, glanceAt(state), [fact]);
          expect(shown(frontier)).toEqual(shown(createFrontier(glanceAt(state))));
        }
      },
    ),
    { numRuns: 200 },
  );
});
