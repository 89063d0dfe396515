import { describe, expect, it } from 'vitest';
import type { Fact } from '#shared/run/events.ts';
import type { Plan } from '#shared/run/plan.ts';
import {
  completedFact,
  numbered,
  planNodeOf,
  planOf,
  runningFact,
  SOME_HASH,
  startedFact,
} from '#shared/run/testing.ts';
import { RunView } from '../run-view.svelte.ts';
import { createTestClock } from '../testing.ts';
import { RunClock } from './run-clock.svelte.ts';

const container = { kind: 'map', body: SOME_HASH } as const;
const base = planOf(1, []);
const plan: Plan = {
  ...base,
  nodes: base.nodes.map((node) => ({ ...node, ...container })),
  bodies: [
    { container: 'n0', nodes: [planNodeOf('a'), planNodeOf('deep', container)], edges: [] },
    { container: 'deep', nodes: [planNodeOf('b')], edges: [] },
  ],
};
const grows = (template: string, count: number): Fact => ({
  type: 'dag.updated',
  data: { template, count, round: 0 },
});

function openRun() {
  const view = new RunView('run', new RunClock(createTestClock(10_000)));
  let seq = 1;
  const add = (...facts: readonly Fact[]) => {
    view.feed(numbered(facts, seq), []);
    seq += facts.length;
  };
  add(startedFact(plan));
  return { view, add };
}

describe('what stands inside a container', () => {
  it('[IT10] shows the first iteration until another is picked, and follows the one that is shown', () => {
    const { view, add } = openRun();
    const a = view.node('a');
    expect([a.status, view.shownId('a'), view.shownId('n0')]).toEqual(['idle', 'a@0', 'n0']);
    add(runningFact('n0'), grows('n0', 2));
    expect(a.status).toBe('queued');
    add(runningFact('a@1'));
    expect([a.status, view.statusOf('a')]).toEqual(['queued', 'queued']);
    view.showTurn('n0', 1);
    expect([a.status, view.statusOf('a'), view.turnOf('n0')]).toEqual(['running', 'running', 1]);
    add(completedFact('a@1'));
    expect(a.status).toBe('done');
    expect(view.node('a')).toBe(a);
    view.showTurn('n0', 0);
    expect(a.status).toBe('queued');
  });

  it('[IT10] shows what is deeper inside by the iterations of all containers round it', () => {
    const { view, add } = openRun();
    add(runningFact('n0'), grows('n0', 2), runningFact('deep@1'), grows('deep@1', 3), runningFact('b@1.2'));
    view.showTurn('n0', 1);
    view.showTurn('deep', 2);
    expect([view.shownId('b'), view.node('b').status]).toEqual(['b@1.2', 'running']);
    expect(view.shownId('b@1.0')).toBe('b@1.0');
  });

  it('[IT10] follows a node of an iteration to the node of the flow that shows it', () => {
    const { view, add } = openRun();
    add(runningFact('n0'), grows('n0', 2), runningFact('deep@1'), grows('deep@1', 3), runningFact('b@1.2'));
    const b = view.node('b');
    expect([view.followNode('b@1.2'), b.status]).toEqual(['b', 'running']);
    expect([view.turnOf('n0'), view.turnOf('deep')]).toEqual([1, 2]);
    expect([view.followNode('b@7.7'), view.followNode('n0'), view.turnOf('n0')]).toEqual(['b@7.7', 'n0', 1]);
  });

  it('[IT10] is what it was before in a run without containers', () => {
    const view = new RunView('run', new RunClock(createTestClock(10_000)));
    view.feed(numbered([startedFact(planOf(1, []))], 1), []);
    expect([view.shownId('n0'), view.shownId('gone')]).toEqual(['n0', 'gone']);
  });
});
