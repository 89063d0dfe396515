import { describe, expect, it } from 'vitest';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { arrives, fakeRun, textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const wired = (...handles: string[]) => ({ wiredInputs: new Set(handles) });
const schema = JSON.stringify({
  type: 'object',
  properties: { title: { type: 'string' }, pages: { type: 'array', items: { type: 'integer' } } },
  required: ['title'],
  additionalProperties: false,
});

describe('Ask a Model', () => {
  it('[ND2] system prompt, filled prompt, temperature, limit and guidance reach the call', async () => {
    const fake = fakeRun(definition, {
      config: {
        system: 'You are brief.',
        prompt: 'Compare {{a}} and {{b}}.',
        temperature: 0.2,
        maxOutputTokens: 90,
      },
      arrivals: [arrives('tea', 'var-a'), arrives('coffee', 'var-b')],
      guidance: 'in one line',
      answers: ['Tea.'],
    });
    expect(await run(fake.context)).toEqual({ text: 'Tea.' });
    const [call] = fake.calls;
    expect(textOf(call, 'system')).toBe('You are brief.');
    expect(textOf(call, 'user')).toContain('Compare tea and coffee.');
    expect(textOf(call, 'user')).toContain('in one line');
    expect(call).toMatchObject({
      temperature: 0.2,
      maxOutputTokens: 90,
      purpose: { task: 'free', subject: 'Compare tea and coffee.', details: {} },
    });
    expect(call?.responseFormat).toBeUndefined();
  });

  it('puts what comes in below a prompt without variables', async () => {
    const fake = fakeRun(definition, { config: { prompt: 'Shorten:' }, arrivals: [arrives('a text')] });
    await run(fake.context);
    expect(textOf(fake.calls[0], 'user')).toBe('Shorten:\n\na text');
  });

  it('sends what comes in as the prompt when it has none', async () => {
    const fake = fakeRun(definition, { arrivals: [arrives('a prompt')] });
    await run(fake.context);
    expect(textOf(fake.calls[0], 'user')).toBe('a prompt');
    expect(fake.calls[0]?.messages).toHaveLength(1);
  });

  it('makes ports from variables, and a JSON output from a schema', () => {
    const ids = (config: Record<string, string>) => {
      const { inputs, outputs } = definition.ports(config);
      return [inputs.map(({ id }) => id), outputs.map(({ id }) => id)];
    };
    expect(ids({ prompt: 'Hi' })).toEqual([['text-in'], ['text-out']]);
    expect(ids({ prompt: '{{b}} {{a}} {{b}}', jsonSchema: schema })).toEqual([
      ['var-b', 'var-a'],
      ['text-out', 'json-out'],
    ]);
  });

  it.each(['{"title":"Sea","pages":[1]}', '```json\n{"title":"Sea","pages":[1]}\n```'])(
    'reads %j by its schema into json and text',
    async (answer) => {
      const fake = fakeRun(definition, { config: { prompt: 'Go', jsonSchema: schema }, answers: [answer] });
      const json = { title: 'Sea', pages: [1] };
      expect(await run(fake.context)).toEqual({ json, text: JSON.stringify(json, null, 2) });
      expect(fake.calls[0]?.responseFormat).toEqual({
        type: 'json',
        name: 'answer',
        schema: JSON.parse(schema),
      });
      expect(textOf(fake.calls[0], 'system')).toContain('"title"');
    },
  );

  it.each([
    ['Sorry, no.', 'not JSON'],
    ['{"pages":[]}', 'title'],
    ['{"title":"Sea","pages":["one"]}', '“pages.0”'],
    ['[]', 'the answer'],
  ])('refuses %j and says where', async (answer, words) => {
    const fake = fakeRun(definition, { config: { prompt: 'Go', jsonSchema: schema }, answers: [answer] });
    await expect(run(fake.context)).rejects.toMatchObject({
      error: { code: 'invalid-output', retryable: true, message: expect.stringContaining(words) },
    });
  });

  it.each([
    [{ prompt: '{{a.b}}' }, [], 'bad-template', 'prompt'],
    [{ prompt: '{{a}}' }, [], 'missing-input', 'var-a'],
    [{ prompt: '{{a}}' }, ['var-a', 'text-in'], 'bad-template', 'prompt'],
    [{ prompt: '{{a}}' }, ['var-a', 'var-b'], 'bad-template', 'prompt'],
    [{ prompt: '' }, [], 'missing-input', 'prompt'],
    [{ prompt: 'Go', jsonSchema: '{' }, [], 'invalid-config', 'jsonSchema'],
    [{ prompt: 'Go', jsonSchema: '[1]' }, [], 'invalid-config', 'jsonSchema'],
    [{ prompt: 'Go', temperature: 3 }, [], 'invalid-config', 'temperature'],
  ])('[ND4] %j with threads into %j: %s at %s before the run', (config, handles, code, field) => {
    expect(fieldProblems(definition, config, wired(...handles))).toMatchObject([{ code, field }]);
  });

  it.each([
    [{ prompt: '{{a.b}}' }, 'bad-template'],
    [{ prompt: '{{a}}' }, 'missing-input'],
    [{}, 'missing-input'],
    [{ prompt: 'Go', jsonSchema: '{"type":"object","$ref":"#/$defs/gone"}' }, 'invalid-config'],
  ])('%j: %s before any call', async (config, code) => {
    const fake = fakeRun(definition, { config });
    await expect(run(fake.context)).rejects.toMatchObject({ error: { code } });
    expect(fake.calls).toEqual([]);
  });
});
