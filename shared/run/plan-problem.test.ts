import { describe, expect, it } from 'vitest';
import { planProblem } from './plan-problem.ts';
import { planSchema, type Plan, type PlanBody } from './plan.ts';
import { planOf } from './testing.ts';

const thread = (source: number, target: number) => ({
  ...{ source, target },
  ...{ sourceHandle: 'text-out', targetHandle: 'text-in' },
});
const [template] = planOf(1, []).nodes;
const body = (container: string, ids: readonly string[], threads: PlanBody['edges'] = []): PlanBody => ({
  container,
  nodes: ids.flatMap((id) => (template === undefined ? [] : { ...template, id })),
  edges: threads,
});
const inner = (source: string, target: string) => ({
  ...{ source, target },
  ...{ sourceHandle: 'text-out', targetHandle: 'text-in' },
});
const of = (more: Partial<Plan>): Plan => ({ ...planOf(3, []), ...more });

describe('what is no plan', () => {
  it.each<[string, Plan, string | null]>([
    ['threads forward', of({ edges: [thread(0, 1), thread(1, 2), thread(0, 2)] }), null],
    ['a circle', of({ edges: [thread(0, 1), thread(1, 0)] }), 'its threads run in a circle'],
    ['a step that feeds itself', of({ edges: [thread(1, 1)] }), 'its threads run in a circle'],
    ['a thread into nothing', of({ edges: [thread(0, 3)] }), 'a thread leads to a node that is not there'],
    ['a thread far out', of({ edges: [thread(4_000, 4_001)] }), 'a thread leads to a node that is not there'],
    [
      'one id twice',
      of({ nodes: [...planOf(1, []).nodes, ...planOf(1, []).nodes], edges: [] }),
      'two nodes have the id “n0”',
    ],
    [
      'a container',
      of({ bodies: [body('n0', ['a', 'b'], [inner('a', 'b'), inner('n0', 'a'), inner('b', 'n0')])] }),
      null,
    ],
    ['a container in one', of({ bodies: [body('n0', ['a']), body('a', ['b'])] }), null],
    ['a container that is not there', of({ bodies: [body('n7', ['a'])] }), 'the container “n7” is not there'],
    ['one that holds itself', of({ bodies: [body('a', ['a'])] }), 'the container “a” is not there'],
    [
      'one that holds what holds it',
      of({ bodies: [body('a', ['b']), body('b', ['a'])] }),
      'the container “a” is not there',
    ],
    ['a node inside and outside', of({ bodies: [body('n0', ['n1'])] }), 'two nodes have the id “n1”'],
    [
      'a circle inside',
      of({ bodies: [body('n0', ['a', 'b'], [inner('a', 'b'), inner('b', 'a')])] }),
      'its threads run in a circle',
    ],
  ])('%s', (_what, plan, problem) => {
    expect(planProblem(plan)).toBe(problem);
    expect(planSchema.safeParse(plan).success).toBe(problem === null);
  });
});
