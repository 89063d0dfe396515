import { describe, expect, it } from 'vitest';
import { growPlan } from '#shared/run/grow-plan.ts';
import type { Plan } from '#shared/run/plan.ts';
import { indexPlan } from '#shared/run/plan-index.ts';
import { planNodeOf, planOf, SOME_HASH } from '#shared/run/testing.ts';
import { BORDER, drawnPlan, isFrame } from './plan-places.ts';

const thread = (source: string, target: string) => ({
  ...{ source, sourceHandle: 'out', target, targetHandle: 'in' },
});
const base = planOf(3, [[0, 1]]);
const container = { kind: 'map', body: SOME_HASH } as const;
const plan: Plan = {
  ...base,
  nodes: base.nodes.map((node) => (node.id === 'n0' ? node : { ...node, ...container })),
  edges: [...base.edges, { source: 0, sourceHandle: 'out', target: 1, targetHandle: BORDER }],
  bodies: [
    {
      container: 'n1',
      nodes: [planNodeOf('a'), planNodeOf('b')],
      edges: [thread('n1', 'a'), thread('n0', 'a'), thread('a', 'b'), thread('b', 'n1')],
    },
    { container: 'n2', nodes: [planNodeOf('n2.held')], edges: [thread('n2', 'n2.held')] },
  ],
};

describe('[IT15] the picture of a run that grows', () => {
  it('has every step of the flow once, with the threads between them', () => {
    const wish = { round: 0, count: 3, parallel: 3, stops: false };
    const grown = growPlan(indexPlan(plan), 1, wish)?.plan ?? plan;
    expect(grown.nodes).toHaveLength(9);
    const drawn = drawnPlan(grown);
    expect(drawn.nodes.map(({ id }) => id)).toEqual(['n0', 'n1', 'n2', 'a', 'b']);
    expect(drawn.edges.map(({ source, target }) => [source, target])).toEqual([
      [0, 1],
      [0, 3],
      [3, 4],
    ]);
    expect(drawn.nodes.map((node) => isFrame(drawn, node))).toEqual([false, true, false, false, false]);
    expect(drawn.nodes[1]?.size).toEqual({ width: 560, height: 400 });
  });

  it('is the plan itself where nothing is repeated', () => {
    expect(drawnPlan(base)).toBe(base);
  });
});
