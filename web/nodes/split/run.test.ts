import { describe, expect, it } from 'vitest';
import { arrives, fakeRun, type Arrival } from '../../node-kit/testing.ts';
import type { JsonObject } from '#shared/json.ts';
import { check } from './check.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const splits = async (config: JsonObject, arrival: Arrival) =>
  run(fakeRun(definition, { config, arrivals: [arrival] }).context);

describe('Split', () => {
  it.each([
    [{}, '- one\r\n\n2. two\n * three ', ['one', 'two', 'three']],
    [{ marks: false }, '- one\n2. two', ['- one', '2. two']],
    [{ by: 'paragraphs' }, 'a\nb\n \nc\n\n\n', ['a\nb', 'c']],
    [{ by: 'separator' }, 'a, b,,c', ['a', 'b', 'c']],
    [{ by: 'separator', separator: '\\n--\\n' }, 'a\n--\nb', ['a', 'b']],
    [{ by: 'json' }, ' ["a", {"b": 1}] ', ['a', { b: 1 }]],
    [{}, '-5 degrees\n3.5 cm', ['-5 degrees', '3.5 cm']],
  ])('%j', async (config, text, json) => {
    expect(await splits(config, arrives(text))).toMatchObject({ json });
  });

  it('takes a JSON list that comes in as such, and shows its items as text', async () => {
    expect(await splits({ by: 'json' }, ['text-in', { json: ['a', 2] }])).toEqual({
      json: ['a', 2],
      text: 'a\n\n2',
    });
  });

  it.each([['{"a": 1}'], ['not json']])('says so when %s is no list', async (text) => {
    await expect(splits({ by: 'json' }, arrives(text))).rejects.toMatchObject({
      error: { code: 'missing-input' },
    });
  });

  it('refuses more parts than a list has', async () => {
    await expect(splits({}, arrives('a\n'.repeat(10_001)))).rejects.toMatchObject({
      error: { code: 'output-too-large' },
    });
  });

  it('[ND4] an empty separator is an error before the run', () => {
    expect(check({ by: 'separator', separator: '' })).toMatchObject([{ field: 'separator' }]);
    expect(check({ by: 'lines', separator: '' })).toEqual([]);
  });
});
