import { describe, expect, it } from 'vitest';
import { foldEntries } from '#shared/run/reduce.ts';
import type { Plan } from '#shared/run/plan.ts';
import { emptyRun } from '#shared/run/state.ts';
import { numbered, planOf, startedFact } from '#shared/run/testing.ts';
import { originOfRun } from './origin-words.ts';

const branch = { parent: 'left', number: 3, seq: 9, nodeId: 'n1', changes: [] } as const;
const runOf = (change: Partial<Plan>, parent?: string) => ({
  ...foldEntries(emptyRun('run'), numbered([startedFact(planOf(2, [], change))], 1, 'run')),
  parent: parent ?? null,
});

describe('where a run comes from', () => {
  it.each([
    ['a run of the flow itself', runOf({}), null],
    ['a part of another', runOf({}, 'left'), 'Repeats part of an earlier run'],
    ['a branch', runOf({ branch }, 'left'), 'Goes on from run 3 at n1'],
    [
      'a branch of a run whose number nobody knew',
      runOf({ branch: { ...branch, number: undefined } }, 'left'),
      'Goes on from an earlier run at n1',
    ],
  ])('[RB5] %s says so on its page', (_, run, words) => {
    expect(originOfRun(run)).toBe(words);
  });
});
