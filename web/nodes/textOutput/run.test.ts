import { describe, expect, it } from 'vitest';
import { arrives, fakeRun } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

describe('Text Output', () => {
  it('puts out the merged text without a call', async () => {
    const fake = fakeRun(definition, { arrivals: [arrives('one'), arrives('two')] });
    expect(await run(fake.context)).toEqual({ text: 'one\n\ntwo' });
    expect(fake.calls).toEqual([]);
  });

  it('says so when the threads bring no words', async () => {
    await expect(run(fakeRun(definition).context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'text-in' },
    });
  });
});
