import { describe, expect, it } from 'vitest';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { fakeRun } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const none = { wiredInputs: new Set<string>() };

describe('Scene Builder', () => {
  it('composes what is chosen without a call', async () => {
    const fake = fakeRun(definition, { config: { mood: 'peaceful', lighting: 'golden-hour' } });
    const { text } = await run(fake.context);
    expect(text).toContain('3200K');
    expect(text?.split('\n\n')).toHaveLength(2);
    expect([fake.calls, fake.warnings]).toEqual([[], []]);
  });

  it('[ND4] nothing selected is an error before the run', async () => {
    expect(fieldProblems(definition, { mood: 'none' }, none)).toMatchObject([{ code: 'nothing-selected' }]);
    await expect(run(fakeRun(definition).context)).rejects.toMatchObject({
      error: { code: 'nothing-selected' },
    });
  });

  it('[ND3] warns of a value it does not know and goes on with the rest', async () => {
    const config = { mood: 'grumpy', weather: 'rainy' };
    expect(fieldProblems(definition, config, none)).toEqual([]);
    const fake = fakeRun(definition, { config });
    expect((await run(fake.context)).text).toContain('rain');
    expect(fake.warnings).toEqual([expect.stringContaining('“grumpy”')]);
  });

  it('names the unknown value when nothing else is selected', () => {
    const [problem] = fieldProblems(definition, { mood: 'grumpy' }, none);
    expect(problem).toMatchObject({ code: 'nothing-selected', field: 'mood' });
    expect(problem?.message).toContain('grumpy');
  });
});
