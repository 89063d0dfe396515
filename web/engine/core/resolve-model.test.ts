import { describe, expect, it } from 'vitest';
import type { FlowSettings } from '#shared/graph/document.ts';
import type { JsonObject } from '#shared/json.ts';
import { offersTools } from '../../node-kit/agent/offers-tools.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { checkModel } from './check-model.ts';
import { resolveModel } from './resolve-model.ts';
import { READER, TEST_PROVIDERS, testModel, testProvider, WRITER } from './testing.ts';

const resolve = (model: JsonObject | undefined, settings: FlowSettings = {}, demo = false, use = WRITER) => {
  const config: JsonObject = model === undefined ? {} : { model };
  const resolved = resolveModel({ config }, use, settings, TEST_PROVIDERS, { demo });
  return resolved && [resolved.provider, resolved.model, resolved.origin, resolved.status];
};
const modest = WRITER.model && { ...WRITER, model: { ...WRITER.model, provider: '', model: '' } };

describe('model resolution', () => {
  it.each([
    [
      'provider and model of the node',
      { provider: 'alpha', model: 'alpha-other' },
      ['alpha', 'alpha-other', 'node', 'ready'],
    ],
    [
      "a provider alone: that provider's default",
      { provider: 'demo' },
      ['demo', 'demo-default', 'node', 'ready'],
    ],
    [
      "a model alone: with the type's provider",
      { model: 'alpha-other' },
      ['alpha', 'alpha-other', 'node', 'ready'],
    ],
    ["nothing: the type's default", undefined, ['alpha', 'alpha-default', 'node-type', 'ready']],
    ['a provider without key', { provider: 'beta' }, ['beta', 'beta-default', 'node', 'missing-key']],
    ['an unknown provider', { provider: 'nobody', model: 'm' }, ['nobody', 'm', 'node', 'unknown-provider']],
    ['an unknown model', { provider: 'alpha', model: 'new' }, ['alpha', 'new', 'node', 'unknown-model']],
    [
      'something that is no choice',
      { provider: 7 } as JsonObject,
      ['alpha', 'alpha-default', 'node-type', 'ready'],
    ],
  ])('takes %s', (_what, model, expected) => expect(resolve(model)).toEqual(expected));

  it("falls to the flow's default where neither node nor type names a model", () => {
    expect(modest && resolve(undefined, { defaultProvider: 'alpha' }, false, modest)).toEqual([
      'alpha',
      'alpha-default',
      'flow',
      'ready',
    ]);
    expect(modest && resolve(undefined, {}, false, modest)).toEqual([
      'alpha',
      'alpha-default',
      'flow',
      'ready',
    ]);
  });

  it('lets the demo override all of it', () => {
    expect(resolve({ provider: 'beta', model: 'beta-other' }, {}, true)).toEqual([
      'demo',
      'demo-default',
      'demo',
      'ready',
    ]);
  });

  it('[TC6] says of a model that cannot call tools that it cannot, where the form offers some', () => {
    const providers = [testProvider('alpha', { models: [testModel('mute', { tools: false })] })];
    const model = { provider: 'alpha', model: 'mute' };
    const agent: NodeDefinition = { ...WRITER, usesTools: offersTools };
    const status = (config: JsonObject, use = agent) =>
      resolveModel({ config: { model, ...config } }, use, {}, providers, { demo: false })?.status;
    expect(status({})).toBe('no-tools');
    expect(status({ notes: 'off' })).toBe('ready');
    expect(status({ notes: 'off', people: true })).toBe('no-tools');
    expect(status({ notes: 'off', files: 'ask' })).toBe('no-tools');
    expect(status({}, WRITER)).toBe('ready');
    const resolved = resolveModel({ config: { model } }, agent, {}, providers, { demo: false });
    expect(resolved && checkModel(resolved, { model })).toMatchObject({
      code: 'invalid-config',
      field: 'model',
    });
  });

  it('is null for nodes that call no model', () => expect(resolve(undefined, {}, false, READER)).toBeNull());

  it("keeps only the parameters that the model has, over the model's own defaults", () => {
    const field = { type: 'number', label: 'Steps', description: '', default: 4, required: false } as const;
    const model = testModel('m', { parameters: { steps: field, more: field }, maxOutputTokens: 300 });
    const providers = [testProvider('alpha', { models: [model] })];
    const config = {
      model: { provider: 'alpha', model: 'm', temperature: 1, parameters: { steps: 9, stale: 1 } },
    };
    expect(resolveModel({ config }, WRITER, {}, providers, { demo: false })).toMatchObject({
      parameters: { steps: 9, more: 4 },
      temperature: 1,
      maxOutputTokens: 300,
      price: model.price,
    });
  });

  it.each(['text', 'vision', 'image'] as const)(
    '[CK1] temperature and longest answer count for what is written, not for pictures: %s',
    (kind) => {
      const use: NodeDefinition = { ...WRITER, model: WRITER.model && { ...WRITER.model, kind } };
      const resolved = (model: JsonObject) =>
        resolveModel({ config: { model } }, use, {}, TEST_PROVIDERS, { demo: false });
      const same = (more: JsonObject) =>
        JSON.stringify(resolved({ provider: 'alpha', model: 'alpha-other', ...more })) ===
        JSON.stringify(resolved({ provider: 'alpha', model: 'alpha-other' }));
      expect([same({ temperature: 1.9 }), same({ maxOutputTokens: 7 })]).toEqual(
        kind === 'image' ? [true, true] : [false, false],
      );
    },
  );
});
