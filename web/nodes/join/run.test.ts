import { describe, expect, it } from 'vitest';
import { arrives, fakeRun } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const arrivals = [arrives('b'), arrives(' '), arrives('a')];

describe('Join', () => {
  it.each([
    [{}, 'b\n\na'],
    [{ separator: 'line' }, 'b\na'],
    [{ separator: 'rule' }, 'b\n\n---\n\na'],
    [{ separator: 'comma' }, 'b, a'],
    [{ separator: 'space' }, 'b a'],
    [{ separator: 'own', ownSeparator: ' /\\n' }, 'b /\na'],
    [{ separator: 'own' }, 'ba'],
    [{ separator: 'line', numbered: true }, '1. b\n2. a'],
  ])('%j, in the order of threads', async (config, text) => {
    const fake = fakeRun(definition, { config, arrivals });
    expect(await run(fake.context)).toEqual({ text });
    expect(fake.calls).toEqual([]);
  });

  it('says so when no thread brings words', async () => {
    await expect(run(fakeRun(definition).context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'text-in' },
    });
  });
});
