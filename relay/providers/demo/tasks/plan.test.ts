import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan } from './plan.ts';

describe('demo plan', () => {
  it('[DM1] is what the task says, one step after another', () => {
    expect(plan('Collect the facts. Then write it into guide.md, then check it.', 5)).toEqual([
      { title: 'Collect the facts', task: 'Collect the facts.' },
      { title: 'Write it into guide.md', task: 'Write it into guide.md' },
      { title: 'Check it', task: 'Check it.' },
    ]);
  });

  it('[DM1] has as many steps as may be, the last with all that is left', () => {
    expect(plan('One. Two. Three.', 2).map(({ task }) => task)).toEqual(['One.', 'Two. Three.']);
  });

  it('[DM1] is a plan whatever the task is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 2_000, size: 'max' }),
        fc.integer({ min: 1, max: 12 }),
        (task, most) => {
          const steps = plan(task, most);
          expect(steps.length).toBeGreaterThan(0);
          expect(steps.length).toBeLessThanOrEqual(most);
          for (const { title, task: said } of steps) {
            expect([title.trim(), said.trim()]).not.toContain('');
            expect([title.length <= 120, said.length <= 800]).toEqual([true, true]);
          }
        },
      ),
    );
  });
});
