import { describe, expect, it } from 'vitest';
import { createTestRoom, grantOf, planOf } from './testing.ts';

const branch = { parent: 'left', number: 3, seq: 12, nodeId: 'b', changes: ['guidance'] } as const;

describe('where a run comes from', () => {
  it.each([
    ['a run of its own', {}, undefined, undefined],
    ['a part of another', { parent: 'left' }, 'left', undefined],
    ['a branch', { parent: 'left', plan: { ...planOf(), branch } }, 'left', branch],
    // The plan is what everybody reads: another word beside it counts for nothing.
    [
      'a branch that also says something else',
      { parent: 'x', plan: { ...planOf(), branch } },
      'left',
      branch,
    ],
  ])(
    '[RB5] %s says so in its log and to the list of runs, also after a restart',
    async (_, start, parent, left) => {
      const test = createTestRoom();
      test.start(start);
      const [first] = await test.log();
      expect(first?.type === 'execution.started' && first.data.parent).toBe(parent);
      await test.restart();
      test.connect('ann', grantOf('ann'));
      test.command('ann', { type: 'execution.cancel', data: {} });
      const reports = test.steps.flatMap(({ effects }) =>
        effects.flatMap((effect) => (effect.type === 'report' ? [effect.summary] : [])),
      );
      expect(reports.length).toBeGreaterThan(1);
      for (const summary of reports) {
        expect(summary.parent).toBe(parent);
        const line = left && { nodeId: left.nodeId, label: 'b', changes: left.changes };
        expect(summary.branch).toEqual(line);
      }
    },
  );
});
