import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import { weftError } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { arrives, fakeRun, type FakeRunOptions } from '../../node-kit/testing.ts';
import type { IterationItem, IterationResult } from '../../node-kit/types.ts';
import { check } from './check.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const ok = (output: NodeOutput): IterationResult => ({
  outcome: 'ok',
  outputs: { next: [output] },
  error: null,
});
const wordOf = (item: IterationItem): string => item['value']?.[0]?.text ?? '';
/** Every time round adds an x. */
const grow = (item: IterationItem) => ok({ text: `${wordOf(item)}x` });

const start = (config: JsonObject, more: FakeRunOptions = {}) => {
  const fake = fakeRun(definition, { config, arrivals: [arrives('a')], iterated: grow, ...more });
  return { fake, end: Promise.resolve().then(() => run(fake.context)) };
};

describe('Loop', () => {
  it('takes round what the steps came to until it is done', async () => {
    const { fake, end } = start({ compare: 'matches', value: '^ax{3}$' });
    expect(await end).toEqual({ text: 'axxx' });
    expect(fake.iterations.map(({ items }) => items.map(wordOf))).toEqual([['a'], ['ax'], ['axx']]);
    expect(fake.iterations[2]?.wish.values).toEqual({ value: 'axx', number: 3 });
    expect(fake.warnings).toEqual([]);
  });

  it.each([
    [{}, 10],
    [{ most: 3 }, 3],
    [{ most: 5_000 }, 100],
  ] as const)('stops at its guard and says so: %j, %i times', async (config, times) => {
    const { fake, end } = start({ value: 'never', ...config });
    expect((await end).text).toBe(`a${'x'.repeat(times)}`);
    expect(fake.warnings).toEqual([
      `It was not done after ${times} times, the most that the form allows. What it had come to by then goes on.`,
    ]);
  });

  it('fails at its guard where the form says so', async () => {
    const { end } = start({ value: 'never', most: 2, whenNever: 'fail' });
    await expect(end).rejects.toMatchObject({ error: { code: 'never-done', field: 'most' } });
  });

  it('ends with what there is when a branch inside leaves out what comes next', async () => {
    const iterated = (item: IterationItem): IterationResult =>
      wordOf(item) === 'axx' ? { outcome: 'left-out', outputs: {}, error: null } : grow(item);
    expect(await start({ value: 'never' }, { iterated }).end).toEqual({ text: 'axx' });
  });

  it('fails when a step inside fails', async () => {
    const failed: IterationResult = {
      outcome: 'failed',
      outputs: {},
      error: weftError('provider-error', 'No.'),
    };
    const { end } = start({ value: 'b' }, { iterated: () => failed });
    await expect(end).rejects.toMatchObject({ error: { code: 'provider-error' } });
  });

  it('asks a model whether it is done where the form says so, once each time', async () => {
    const { fake, end } = start({ compare: 'ask', question: 'Long enough?' }, { answers: ['No.', 'Yes'] });
    expect(await end).toEqual({ text: 'axx' });
    expect(fake.calls).toHaveLength(2);
  });

  it('says before a run what is missing', () => {
    expect(check({ compare: 'contains', value: '' })).toMatchObject([{ field: 'value' }]);
    expect(check({ compare: 'contains', value: 'x' })).toEqual([]);
  });
});
