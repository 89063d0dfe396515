import { describe, expect, it } from 'vitest';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { arrives, fakeRun } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const config = { text: 'Dear {{name}},\n{{ body }}\nYours, {{name}}' };
const wired = (...handles: string[]) => ({ wiredInputs: new Set(handles) });

describe('Template', () => {
  it('has a port per variable in the order of first appearance', () => {
    expect(definition.ports(config).inputs.map(({ id, label }) => [id, label])).toEqual([
      ['var-name', 'name'],
      ['var-body', 'body'],
    ]);
  });

  it('fills its gaps without a call; a character and JSON read as text', async () => {
    const fake = fakeRun(definition, {
      config,
      arrivals: [
        ['var-name', { personaName: 'Wren', personaDescription: 'the girl in the yellow coat' }],
        ['var-body', { text: '{"a":1}', json: { a: 1 } }],
      ],
    });
    expect(await run(fake.context)).toEqual({
      text: 'Dear the girl in the yellow coat,\n{"a":1}\nYours, the girl in the yellow coat',
    });
    expect(fake.calls).toEqual([]);
  });

  it('[ND4] says before a run which gap nothing fills, and which thread has lost its gap', () => {
    expect(fieldProblems(definition, config, wired('var-name', 'var-old'))).toMatchObject([
      { code: 'missing-input', field: 'var-body' },
      { code: 'bad-template', field: 'text', message: expect.stringContaining('{{old}}') },
    ]);
  });

  it('[ND4] says before a run where its text is wrong', () => {
    expect(fieldProblems(definition, { text: '{{a.b}}' }, wired())).toMatchObject([
      { code: 'bad-template', field: 'text' },
    ]);
  });

  it('names the gap that got no words', async () => {
    const fake = fakeRun(definition, {
      config,
      arrivals: [arrives('Wren', 'var-name'), arrives(' ', 'var-body')],
    });
    await expect(run(fake.context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'var-body' },
    });
  });
});
