import { describe, expect, it } from 'vitest';
import { weftError, WeftFailure } from './errors.ts';
import { withPlan } from './hydrate.ts';
import { foldEntries } from './reduce.ts';
import { emptyRun } from './state.ts';
import { numbered, planOf, SOME_HASH, startedFact } from './testing.ts';

const plan = planOf(2, [[0, 1]]);
const [inline] = numbered([startedFact(plan)]);
const large =
  inline?.type === 'execution.started'
    ? { ...inline, data: { ...inline.data, plan: { kind: 'blob', hash: SOME_HASH, bytes: 9 } as const } }
    : undefined;
const read = async (loadText: () => Promise<string>) =>
  large && foldEntries(emptyRun('run'), [await withPlan(large, loadText)]);

describe('a large plan', () => {
  it('is put back before the fold sees it', async () => {
    const run = await read(async () => JSON.stringify(plan));
    expect(run).toMatchObject({ phase: 'running', plan: { plan } });
  });

  it.each<[string, () => Promise<string>]>([
    ['gone', () => Promise.reject(new WeftFailure(weftError('not-found', 'There is nothing here.')))],
    ['half a plan', async () => JSON.stringify(plan).slice(0, 100)],
    ['something else', async () => '{"a":1}'],
    [
      'a circle',
      async () =>
        JSON.stringify(
          planOf(2, [
            [0, 1],
            [1, 0],
          ]),
        ),
    ],
  ])('[HO3] that is %s is lost: the run is there, without a plan', async (_what, loadText) => {
    expect(await read(loadText)).toMatchObject({ phase: 'running', plan: null, startedAt: large?.at });
  });

  it('[HO3] that cannot be read now is asked for again', async () => {
    const refused = () => Promise.reject(new WeftFailure(weftError('connection-lost', 'Gone.')));
    await expect(read(refused)).rejects.toThrow('Gone.');
  });
});
