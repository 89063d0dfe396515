import { describe, expect, it } from 'vitest';
import { arrives, fakeRun, type Arrival } from '../../node-kit/testing.ts';
import { check } from './check.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const extracts = async (path: string, arrival: Arrival) =>
  run(fakeRun(definition, { config: { path }, arrivals: [arrival] }).context);
const people = '{"people": [{"name": "Ada", "full name": "Ada L."}, {"age": 3}, {"name": "Bea"}]}';

describe('Extract JSON', () => {
  it.each([
    ['{"a": 1}', { a: 1 }],
    ['7', 7],
    ['Here you are:\n```json\n{"a": [1]}\n```\nDone.', { a: [1] }],
    ['See [1]: {"a": "}"} and that is it {.', { a: '}' }],
    ['```text\nno json\n```\n```\n[2]\n```', [2]],
  ])('finds it in %j', async (text, json) => {
    expect(await extracts('', arrives(text))).toMatchObject({ json });
  });

  it.each([
    ['people[0].name', 'Ada'],
    ['$.people[-1].name', 'Bea'],
    ['people[*].name', ['Ada', 'Bea']],
    ['people[0]["full name"]', 'Ada L.'],
    ['people[1]', { age: 3 }],
  ])('picks %s', async (path, json) => {
    expect(await extracts(path, arrives(people))).toMatchObject({ json });
  });

  it('shows a text as it is and all else as JSON', async () => {
    expect(await extracts('people[0].name', arrives(people))).toEqual({ json: 'Ada', text: 'Ada' });
    expect(await extracts('people[1]', arrives(people))).toMatchObject({ text: '{\n  "age": 3\n}' });
  });

  it('takes JSON that comes in as such', async () => {
    expect(await extracts('a', ['text-in', { text: '{"a": 1}', json: { a: 2 } }])).toMatchObject({ json: 2 });
  });

  it.each([
    ['', 'no json at all', 'text-in'],
    ['people[9]', people, 'path'],
    ['people.toString', people, 'path'],
    ['constructor', people, 'path'],
  ])('says so when there is nothing at “%s” of %j', async (path, text, field) => {
    await expect(extracts(path, arrives(text))).rejects.toMatchObject({
      error: { code: 'missing-input', field },
    });
  });

  it('gives up on a text of nothing but brackets', async () => {
    await expect(extracts('', arrives('{['.repeat(100_000)))).rejects.toMatchObject({
      error: { code: 'missing-input' },
    });
  });

  it.each(['a..b', 'a[', '[x]', 'a b'])('[ND4] the path %s is an error before the run', (path) => {
    expect(check({ path })).toMatchObject([{ field: 'path' }]);
    expect(check({ path: '' })).toEqual([]);
  });
});
