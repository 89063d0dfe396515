import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import { weftError } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { fakeRun, TEST_PICTURE, type FakeRunOptions } from '../../node-kit/testing.ts';
import type { IterationResult } from '../../node-kit/types.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const ok = (output: NodeOutput): IterationResult => ({
  outcome: 'ok',
  outputs: { result: [output] },
  error: null,
});
const failure: IterationResult = {
  outcome: 'failed',
  outputs: {},
  error: weftError('provider-error', 'No.'),
};
const shout = (item: { readonly [handle: string]: readonly NodeOutput[] }) =>
  ok({ text: `${item['number']?.[0]?.text} ${item['item']?.[0]?.text}!` });

const start = (output: NodeOutput, config: JsonObject = {}, more: FakeRunOptions = {}) => {
  const fake = fakeRun(definition, { config, arrivals: [['list-in', output]], iterated: shout, ...more });
  return { fake, end: Promise.resolve().then(() => run(fake.context)) };
};

describe('For each', () => {
  it.each<[NodeOutput, JsonObject, readonly string[]]>([
    [{ text: ' a \n\nb\r\nc' }, {}, ['a', 'b', 'c']],
    [{ text: 'a\nb\n \nc' }, { by: 'paragraphs' }, ['a\nb', 'c']],
    [{ text: ' ["a", {"b":1}, 2]' }, { by: 'json' }, ['a', '{"b":1}', '2']],
    [{ text: 'x', json: ['a', null] }, {}, ['a', 'null']],
  ])('%j, %j: %j', async (output, config, items) => {
    const { fake, end } = start(output, config);
    const results = items.map((item, index) => `${index + 1} ${item}!`);
    expect(await end).toEqual({ json: results, text: results.join('\n\n') });
    expect(fake.iterations).toMatchObject([{ wish: { parallel: 8, stops: false } }]);
  });

  it.each<[NodeOutput, JsonObject]>([
    [{ text: '' }, {}],
    [{ text: '[]' }, { by: 'json' }],
    [{ json: [] }, {}],
  ])('comes to an empty list for %j, %j, and runs nothing', async (output, config) => {
    const { fake, end } = start(output, config);
    expect(await end).toEqual({ json: [], text: '' });
    expect(fake.iterations).toEqual([]);
  });

  it.each<[NodeOutput, JsonObject]>([
    [{ json: { a: 1 } }, {}],
    [{ text: 'a, b' }, { by: 'json' }],
    [{ text: '{"a":1}' }, { by: 'json' }],
  ])('says before anything runs that %j is no list', async (output, config) => {
    const { fake, end } = start(output, config);
    await expect(end).rejects.toMatchObject({ error: { code: 'missing-input', field: 'list-in' } });
    expect(fake.iterations).toEqual([]);
  });

  it('keeps JSON and pictures, leaves out what was left out, and marks what failed', async () => {
    const results: readonly IterationResult[] = [
      ok({ json: { n: 1 }, text: 'one' }),
      failure,
      { outcome: 'left-out', outputs: {}, error: null },
      ok({ image: TEST_PICTURE }),
    ];
    const iterated = (_item: unknown, index: number) => results[index] ?? failure;
    const { fake, end } = start({ text: 'a\nb\nc\nd' }, {}, { iterated });
    expect((await end).json).toEqual([{ n: 1 }, null, { ...TEST_PICTURE }] satisfies JsonValue[]);
    expect(fake.warnings).toEqual(['Item 2 failed and stands as null in the list: No.']);
  });

  it('fails with the first item that failed when it stops there, or when all failed', async () => {
    const iterated = (_item: unknown, index: number) => (index === 1 ? failure : ok({ text: 'x' }));
    const said = { error: { code: 'provider-error', message: 'Item 2: No.' } };
    await expect(start({ text: 'a\nb' }, { whenFails: 'stop' }, { iterated }).end).rejects.toMatchObject(
      said,
    );
    const all = start({ text: 'a\nb' }, {}, { iterated: () => failure });
    await expect(all.end).rejects.toMatchObject({ error: { message: 'Item 1: No.' } });
  });

  it('hands what people said to the steps inside', async () => {
    const { fake, end } = start({ text: 'a' }, {}, { guidance: 'Shorter' });
    await end;
    expect(fake.iterations[0]?.items[0]?.['item']).toEqual([{ text: 'a', guidance: 'Shorter' }]);
  });
});
