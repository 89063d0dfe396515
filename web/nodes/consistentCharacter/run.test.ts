import { describe, expect, it } from 'vitest';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { fakeRun } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const none = { wiredInputs: new Set<string>() };

describe('Consistent Character', () => {
  it('puts out the character without a call', async () => {
    const config = { characterName: ' Wren ', characterDescription: ' Dark bob. ', characterId: 'kept-7' };
    const fake = fakeRun(definition, { config });
    expect(await run(fake.context)).toEqual({
      text: 'Dark bob.',
      personaName: 'Wren',
      personaDescription: 'Dark bob.',
    });
    expect(fake.calls).toEqual([]);
  });

  it('[ND4] asks for name and description before a run', () => {
    expect(fieldProblems(definition, {}, none)).toMatchObject([
      { code: 'missing-input', field: 'characterName' },
      { code: 'missing-input', field: 'characterDescription' },
    ]);
  });

  it('asks for the description when it runs all the same', async () => {
    await expect(run(fakeRun(definition).context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'characterDescription' },
    });
  });
});
