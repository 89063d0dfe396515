import { describe, expect, it } from 'vitest';
import type { ComparedRun, ComparedStep, StepComparison } from '../../engine/core/comparison.ts';
import { differenceOf, differenceWords, figureRows, stepFigures, sumWords } from './compare-words.ts';

const run = (more: Partial<ComparedRun> = {}): ComparedRun => ({
  ...{ runId: 'r', phase: 'completed', outcome: 'ok', startedAt: 0, startedBy: 'Ada', elapsedMs: 1_000 },
  ...{ microUsd: 1_000, unknownCost: 0, calls: 2, inputTokens: 10, outputTokens: 5, steps: 3, failed: 0 },
  demo: false,
  ...more,
});
const side: ComparedStep = {
  ...{ status: 'done', source: 'call', ms: 400, microUsd: 1_200, unknownCost: false, hasOutput: true },
};
const step = (more: Partial<StepComparison> = {}): StepComparison => ({
  ...{ nodeId: 'n', label: 'Write', type: 'llm', one: side, other: side, fields: [] },
  isResultChanged: false,
  ...more,
});
const names = ['run 1', 'run 2'] as const;

describe('what is said of two runs', () => {
  it('[CM1] figures stand side by side with what the right one has more or less', () => {
    const rows = figureRows(run(), run({ elapsedMs: 2_400, microUsd: 500, failed: 1, inputTokens: 10 }));
    expect(rows.map(({ label, one, other, change }) => [label, one, other, change].join('|'))).toEqual([
      'Time|1.0 s|2.4 s|+1.4 s',
      'Cost|$0.0010|$0.0005|−$0.0005',
      'Tokens|15|15|',
      'Model calls|2|2|',
      'Steps|3|3|',
      'Failed|0|1|+1',
    ]);
  });

  it('[CM1] by how much a cost differs is not said where a price is not known', () => {
    const [, cost] = figureRows(run(), run({ microUsd: 5, unknownCost: 1 }));
    expect(cost).toEqual({ label: 'Cost', one: '$0.0010', other: '$0.0001+', change: '' });
    expect(figureRows(run({ demo: true }), run())[1]?.one).toBe('Demo');
  });

  it.each([
    [step(), 'same', 'Same'],
    [step({ isResultChanged: true }), 'changed', 'Other result'],
    [
      step({ fields: [{ path: ['label'], before: 'a', after: 'b' }] }),
      'changed',
      'Other settings, same result',
    ],
    [step({ one: null }), 'only-other', 'Only in run 2'],
    [step({ other: null }), 'only-one', 'Only in run 1'],
  ])('[CM1] a step that differs says how', (compared, difference, words) => {
    expect([differenceOf(compared), differenceWords(compared, names)]).toEqual([difference, words]);
  });

  it('sums up', () => {
    expect(sumWords([step(), step()])).toBe('All 2 steps are the same.');
    expect(sumWords([step(), step({ one: null })])).toBe('1 of 2 steps differs.');
    expect(stepFigures(side)).toBe('0.4 s, $0.0012');
    expect(stepFigures({ ...side, ms: null, microUsd: null })).toBe('');
  });
});
