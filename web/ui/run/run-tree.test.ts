import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/protocol/messages.ts';
import { originWords, runBefore, runTree } from './run-tree.ts';

const run = (number: number, more: Partial<RunSummary> = {}): RunSummary => ({
  ...{ runId: `r${number}`, number, startedAt: number, startedBy: 'Ada', phase: 'completed', outcome: 'ok' },
  ...{ sealed: true, endedAt: number + 1, parked: false, totalMicroUsd: 0, demo: false },
  ...more,
});
const at = (label: string): NonNullable<RunSummary['branch']> => ({
  ...{ nodeId: label, label, changes: ['guidance'] },
});

describe('runs as a tree', () => {
  it('[RB5] a branch stands under the run that it goes on from, and says where it left and what was changed', () => {
    const lines = runTree([
      run(5, { parent: 'r3', branch: at('Translate') }),
      run(4, { parent: 'r3' }),
      run(3),
      run(6, { parent: 'r5', branch: { ...at('Write'), changes: ['model', 'settings'] } }),
      run(7, { parent: 'gone', branch: { ...at('Write'), changes: [] } }),
      run(1),
    ]);
    expect(lines.map(({ run: { number }, depth, origin }) => [number, depth, origin])).toEqual([
      [7, 0, 'from an earlier run at Write'],
      [3, 0, null],
      [5, 1, 'from run 3 at Translate, with guidance'],
      [6, 2, 'from run 5 at Write, with another model and other settings'],
      [4, 1, 'repeats part of run 3'],
      [1, 0, null],
    ]);
  });

  it('[RB5] every run is in the tree once, whatever is said of parents', () => {
    const parents = fc.array(fc.option(fc.nat(20), { nil: undefined }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(parents, (of) => {
        const runs = of.map((parent, index) =>
          run(index + 1, parent === undefined ? {} : { parent: `r${parent}` }),
        );
        const lines = runTree(runs);
        expect(lines.map(({ run: { runId } }) => runId).sort()).toEqual(
          runs.map(({ runId }) => runId).sort(),
        );
        for (const { run: child, depth } of lines)
          if (depth > 0) {
            const parent = lines.find(({ run: { runId } }) => runId === child.parent);
            expect(parent?.depth).toBe(depth - 1);
          }
      }),
    );
  });

  it('a run is compared with the one that it goes on from, else with the one before', () => {
    const runs = [run(4, { parent: 'r1' }), run(3), run(2), run(1)];
    const before = runs.map((each) => runBefore(each, runs)?.number);
    expect(before).toEqual([1, 2, 1, undefined]);
    expect(originWords({ parent: 'x' }, null)).toBe('repeats part of an earlier run');
  });
});
