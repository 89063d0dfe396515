import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { arrives, fakeRun, TEST_PICTURE, textOf, type FakeRunOptions } from '../../node-kit/testing.ts';
import { check } from './check.ts';
import { definition } from './node.ts';
import { judgeWish } from '../../node-kit/judge/judge-wish.ts';
import { run } from './run.ts';

const start = (options: FakeRunOptions) => {
  const fake = fakeRun(definition, options);
  return { fake, end: Promise.resolve().then(() => run(fake.context)) };
};
const exitOf = async (text: string, config: JsonObject) =>
  (await start({ config, arrivals: [arrives(text)] }).end).exit;
const problems = (config: JsonObject) => [
  ...fieldProblems(definition, config, { wiredInputs: new Set(['text-in']) }),
  ...check(config),
];

describe('Condition', () => {
  it.each([
    ['A red fox', { compare: 'contains', value: 'RED' }, 'yes-out'],
    ['A red fox', { compare: 'contains', value: 'RED', caseCounts: true }, 'no-out'],
    [' Yes\n', { compare: 'equals', value: 'yes' }, 'yes-out'],
    ['Yes!', { compare: 'equals', value: 'yes' }, 'no-out'],
    ['no', { compare: 'not-equals', value: 'yes' }, 'yes-out'],
    ['AB-12', { compare: 'matches', value: '^[A-Z]+-[0-9]+$' }, 'yes-out'],
    ['ab', { compare: 'matches', value: '^[A-Z]+$' }, 'no-out'],
    ['7.5', { compare: 'less', value: '10' }, 'yes-out'],
    ['7.5', { compare: 'more', value: '10' }, 'no-out'],
    [' \n', { compare: 'empty' }, 'yes-out'],
    ['x', { compare: 'empty' }, 'no-out'],
  ])('%j, %j: %s', async (text, config, exit) => {
    expect(await exitOf(text, config)).toBe(exit);
  });

  it('hands on what came in as it is, without a call', async () => {
    const { fake, end } = start({
      config: { value: 'fox' },
      arrivals: [['text-in', { text: 'fox', image: TEST_PICTURE, guidance: 'Short', exit: 'other' }]],
    });
    expect(await end).toEqual({ text: 'fox', image: TEST_PICTURE, guidance: 'Short', exit: 'yes-out' });
    expect(fake.calls).toEqual([]);
  });

  it('makes one text of several threads', async () => {
    const arrivals = [arrives('a'), arrives('fox')];
    expect(await start({ config: { value: 'fox' }, arrivals }).end).toEqual({
      text: 'a\n\nfox',
      exit: 'yes-out',
    });
  });

  it.each([
    [[], 'yes-out'],
    [{}, 'yes-out'],
    [[1], 'no-out'],
  ])('the JSON %j is empty: %s', async (json, exit) => {
    const { end } = start({ config: { compare: 'empty' }, arrivals: [['text-in', { json }]] });
    expect((await end).exit).toBe(exit);
  });

  it('says so when what came in is no number', async () => {
    await expect(exitOf('many', { compare: 'less', value: '3' })).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'text-in' },
    });
  });

  it('looks for a pattern in time that follows the text, whatever the pattern', async () => {
    const hostile = `${'a'.repeat(50_000)}!`;
    expect(await exitOf(hostile, { compare: 'matches', value: '^(a+)+$' })).toBe('no-out');
    await expect(exitOf('a'.repeat(100_001), { compare: 'matches', value: 'b' })).rejects.toMatchObject({
      error: { code: 'output-too-large' },
    });
  });

  it.each([
    ['Yes.', 'yes-out'],
    ['**no**, it is not', 'no-out'],
  ])('asks a model, which answers %s', async (answer, exit) => {
    const config = { compare: 'ask', question: 'Is it friendly?' };
    const { fake, end } = start({ config, arrivals: [arrives('Hello!')], answers: [answer] });
    expect(await end).toEqual({ text: 'Hello!', exit });
    expect(fake.calls).toHaveLength(1);
  });

  it('fails when the model answers neither yes nor no', async () => {
    const config = { compare: 'ask', question: 'Is it friendly?' };
    const { end } = start({ config, arrivals: [arrives('Hello!')], answers: ['Nobody knows'] });
    await expect(end).rejects.toMatchObject({ error: { code: 'invalid-output', retryable: true } });
  });

  it('[ND2] text, question and guidance reach the message', () => {
    const wish = judgeWish({ text: 'Hello!', question: 'Is it friendly?', guidance: 'Be strict' });
    for (const words of ['Hello!', 'Is it friendly?', 'Be strict'])
      expect(textOf(wish, 'user')).toContain(words);
    expect(wish.purpose).toEqual({
      task: 'judge',
      subject: 'Hello!',
      details: { question: 'Is it friendly?' },
    });
  });

  it.each([
    [{ compare: 'contains' }, 'value'],
    [{ compare: 'less', value: 'ten' }, 'value'],
    [{ compare: 'ask' }, 'question'],
    [{ compare: 'matches', value: '(a' }, 'value'],
    [{ compare: 'matches', value: '(a)\\1' }, 'value'],
  ])('[ND4] %j is an error before the run at %s', (config, field) => {
    expect(problems(config)).toMatchObject([{ field }]);
  });

  it('[ND4] needs nothing to compare with where nothing is compared', () => {
    expect(problems({ compare: 'empty' })).toEqual([]);
    expect(problems({ compare: 'ask', question: 'Is it good?' })).toEqual([]);
  });
});
