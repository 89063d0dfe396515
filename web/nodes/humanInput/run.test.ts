import { describe, expect, it } from 'vitest';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { arrives, fakeRun, type FakeRunOptions } from '../../node-kit/testing.ts';
import { check } from './check.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const schema = JSON.stringify({
  type: 'object',
  properties: { city: { type: 'string' }, nights: { type: 'integer', default: 2 } },
  required: ['city'],
});
const start = (options: FakeRunOptions = {}) => {
  const fake = fakeRun(definition, { config: { schema }, ...options });
  return { fake, end: run(fake.context) };
};
const problemsOf = (config: object) =>
  [
    ...fieldProblems(definition, { schema, ...config }, { wiredInputs: new Set() }),
    ...check(effectiveConfig(definition, { schema, ...config })),
  ].map(({ field }) => field);

describe('Form', () => {
  it('asks for its form and hands on what was entered, as JSON and in words', async () => {
    const values = { city: 'Rome', nights: 3 };
    const { fake, end } = start({ arrivals: [arrives('Look')], said: [{ outcome: 'submit', values }] });
    expect(await end).toEqual({ text: 'City: Rome\nNights: 3', json: values });
    expect(fake.questions).toMatchObject([
      { kind: 'form', text: 'Look', options: ['submit'], form: JSON.parse(schema) },
    ]);
  });

  it('fails or is left out when nobody fills it in', async () => {
    const late = { outcome: 'reject', by: null } as const;
    await expect(start({ said: [late] }).end).rejects.toMatchObject({ error: { code: 'approval-expired' } });
    await expect(start({ said: [{ outcome: 'skip' }] }).end).rejects.toMatchObject({
      error: { code: 'skipped-by-person', message: 'Left out by Bea.' },
    });
  });

  it('[FO2] is refused before the run when its form is none', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ schema: '' })).toEqual(['schema']);
    expect(problemsOf({ schema: '{"type":"object","properties":{"a":{"$ref":"#"}}}' })).toEqual(['schema']);
    expect(
      problemsOf({ schema: '{"type":"object","properties":{"a":{"type":"string","pattern":"(a)\\\\1"}}}' }),
    ).toEqual(['schema']);
  });

  it('[AP7] sends its defaults only where they fit', () => {
    const submit = { onTimeout: 'submit', timeoutMinutes: 5 };
    expect(problemsOf(submit)).toEqual(['onTimeout']);
    expect(problemsOf({ ...submit, schema: schema.replace('"required":["city"]', '"required":[]') })).toEqual(
      [],
    );
  });
});
