import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import type { ParameterField } from '#shared/protocol/providers.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { compileFlow, type CompileInput } from './compile.ts';
import { modelSettingProblem } from './model-setting-problem.ts';
import { resolveModel } from './resolve-model.ts';
import { flowNode, flowOf, TEST_DEFINITIONS, testModel, testProvider, WRITER } from './testing.ts';

const said = { description: '', required: false };
const FIELDS: { readonly [key: string]: ParameterField } = {
  top_p: { ...said, type: 'number', label: 'Top P', default: null, min: 0, max: 1, step: 0.05 },
  seed: { ...said, type: 'number', label: 'Seed', default: null, min: 0, step: 1 },
  tools: { ...said, type: 'boolean', label: 'Search', default: false },
  size: {
    ...{ ...said, type: 'select', label: 'Size', default: 'small' },
    options: [
      { value: 'small', label: '512 × 512' },
      { value: 'large', label: '1024 × 1024' },
    ],
  },
};
const PROVIDERS = [
  testProvider('alpha', { models: [testModel('alpha-default', { parameters: FIELDS })] }),
  testProvider('demo', { demo: true, free: true }),
];
const PAINTER: NodeDefinition = { ...WRITER, model: WRITER.model && { ...WRITER.model, kind: 'image' } };

function problem(model: JsonObject, use = WRITER, demo = false): string | null {
  const config = { model };
  const resolved = resolveModel({ config }, use, {}, PROVIDERS, { demo });
  return resolved === null ? 'no model' : modelSettingProblem(resolved, config, use.fields);
}

describe('settings of a model', () => {
  it.each<[string, JsonObject, string]>([
    [
      'a number above',
      { parameters: { top_p: 5 } },
      '“Top P” is 5; ALPHA-DEFAULT takes numbers from 0 to 1.',
    ],
    [
      'part of a whole number',
      { parameters: { seed: 1.5 } },
      '“Seed” is 1.5; ALPHA-DEFAULT takes whole numbers',
    ],
    ['a size that it lost', { parameters: { size: 'huge' } }, 'takes 512 × 512, 1024 × 1024.'],
    ['a word for yes or no', { parameters: { tools: 'yes' } }, 'takes yes or no.'],
    ['a text for a number', { parameters: { top_p: '0.5' } }, '“Top P” is 0.5;'],
    ['a temperature', { temperature: 3 }, '“Temperature” is 3; ALPHA-DEFAULT takes numbers from 0 to 2.'],
    ['a length', { maxOutputTokens: 0 }, '“Longest answer” is 0;'],
  ])('[ND4] %s is said before a run, with what the model takes', (_what, model, words) => {
    expect(problem(model)).toContain(words);
  });

  it('[ND4] what it takes, what is left empty, and what only another model has, is no problem', () => {
    expect(problem({})).toBeNull();
    expect(problem({ temperature: 1.2, parameters: { top_p: 1, seed: null, size: '' } })).toBeNull();
    expect(problem({ parameters: { top_k: 900 } })).toBeNull();
    expect(problem({ temperature: 3, parameters: { top_p: 5 } }, WRITER, true)).toBeNull();
  });

  it('[ND4] a picture has no temperature that could be wrong, but a size', () => {
    expect(problem({ temperature: 3 }, PAINTER)).toBeNull();
    expect(problem({ parameters: { size: 'huge' } }, PAINTER)).toContain('“Size” is huge');
  });

  it('[ND4] what the node’s own form has is looked at there alone', () => {
    const [field] = WRITER.fields;
    const use = { ...WRITER, fields: field ? [{ ...field, key: 'temperature' }] : [] };
    expect(problem({ temperature: 3 }, use)).toBeNull();
    expect(problem({ temperature: 3, maxOutputTokens: 0 }, use)).toContain('“Longest answer” is 0');
  });

  it('[ND4] a flow with such a setting does not start, and says so at the node', () => {
    const node = flowNode('a', 'writer', { config: { idea: 'x', model: { parameters: { top_p: 5 } } } });
    const input: CompileInput = {
      ...{ document: flowOf([node]), definitions: TEST_DEFINITIONS, providers: PROVIDERS },
      ...{ scope: { kind: 'all' }, demo: false, useCache: true, usable: new Map() },
    };
    expect(compileFlow(input)).toMatchObject({
      ok: false,
      problems: [{ nodeId: 'a', error: { code: 'invalid-config', field: 'model' } }],
    });
    expect(compileFlow({ ...input, demo: true }).ok).toBe(true);
  });
});
