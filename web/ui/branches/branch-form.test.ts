import { describe, expect, it } from 'vitest';
import type { PlanNode } from '#shared/run/plan.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { numbered, planNodeOf, planOf, startedFact } from '#shared/run/testing.ts';
import { changesOf, EMPTY_FORM, leftWords, reachWords } from './branch-form.ts';

const node: PlanNode = {
  ...planNodeOf('n0'),
  model: { provider: 'demo', model: 'demo/one', parameters: {} },
  config: { prompt: 'Say', language: 'Welsh' },
};

describe('what is to be different in a branch', () => {
  it('[RB2] only what differs from how it was counts as changed', () => {
    const form = { ...EMPTY_FORM, guidance: '  ', model: 'demo/demo/one', config: { prompt: 'Say' } };
    expect(changesOf(form, node, null)).toEqual({});
    const other = { ...form, guidance: ' In verse. ', model: 'mistral/big/2', config: { prompt: 'Sing' } };
    expect(changesOf(other, node, null)).toEqual({
      guidance: 'In verse.',
      model: { provider: 'mistral', model: 'big/2' },
      config: { prompt: 'Sing' },
    });
  });

  it('[RB2] another output keeps what is beside its text, and nothing else is asked for', () => {
    const was = { text: 'was', personaName: 'Ada' };
    const form = { ...EMPTY_FORM, way: 'output', guidance: 'x', output: 'is' } as const;
    expect(changesOf(form, node, was)).toEqual({ output: { text: 'is', personaName: 'Ada' } });
  });

  it('says what stays, what runs and which moment is left', () => {
    const chain = planOf(3, [
      [0, 1],
      [1, 2],
    ]);
    const run = foldEntries(
      emptyRun('run'),
      numbered(
        [
          startedFact(chain),
          ...['n0', 'n1'].map((nodeId) => ({
            type: 'execution.node.completed' as const,
            data: {
              ...{ nodeId, round: 0, source: 'local' as const, cacheKey: null, outputHash: 'a'.repeat(64) },
              output: { kind: 'inline' as const, output: {} },
            },
          })),
        ],
        1,
        'run',
      ),
    );
    expect(reachWords(run, 'n1', 'again')).toBe(
      'This step runs again, and so does 1 other. 1 step stays as it came out.',
    );
    expect(reachWords(run, 'n2', 'again')).toBe('This step runs again. 2 steps stay as they came out.');
    expect(reachWords(run, 'n0', 'output')).toBe('This step has the output below; 2 others run.');
    expect(leftWords(3, null)).toBe('run 3');
    expect(leftWords(null, 12_000)).toBe('this run as it stood after 12.0 s');
  });
});
