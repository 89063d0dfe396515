import { describe, expect, it } from 'vitest';
import { createDefinitionMap, type NodeModule } from '../node-kit/definition-map.ts';
import { effectiveConfig } from '../node-kit/effective-config.ts';
import { NODE_GROUPS } from '../node-kit/types.ts';
import { isIconName } from '../ui/kit/icons.ts';

const definitions = createDefinitionMap(import.meta.glob<NodeModule>('./*/node.ts', { eager: true }));
const runners = Object.keys(import.meta.glob('./*/run.ts')).map((path) => path.split('/')[1]);

/** Fields, ports (an adapter row counts once, as in the old registry) and output keys; docs/spec/nodes.md has the same. */
const COUNTS = {
  // of the thirteen of agentic-ide
  initialPrompt: [1, 2, 4],
  promptEnhancer: [1, 3, 1],
  translator: [1, 2, 1],
  storyTeller: [2, 3, 1],
  grammarFix: [1, 2, 1],
  compressor: [0, 2, 1],
  textOutput: [0, 1, 1],
  consistentCharacter: [4, 1, 3],
  sceneBuilder: [7, 1, 1],
  group: [2, 0, 0],
  imageDescriber: [2, 3, 2],
  imageGenerator: [3, 3, 2],
  personasReplacer: [1, 4, 1],
  // Weft's own; ports of an empty form
  llm: [5, 2, 2],
  template: [1, 1, 1],
  join: [3, 2, 1],
  fileOutput: [2, 4, 3],
  note: [2, 0, 0],
  approval: [12, 4, 3],
  humanInput: [7, 3, 3],
  imageInput: [1, 1, 1],
  condition: [4, 3, 4],
  split: [3, 2, 2],
  extractJson: [1, 3, 2],
  httpRequest: [6, 2, 2],
  code: [1, 3, 2],
  agent: [11, 4, 1],
  planner: [15, 3, 2],
  map: [3, 2, 2],
  loop: [6, 2, 3],
  subflow: [1, 0, 2],
} as const;
const OLD = [
  'initialPrompt',
  'promptEnhancer',
  'translator',
  'storyTeller',
  'grammarFix',
  'compressor',
  'textOutput',
];
const OLD_TYPES = [
  ...OLD,
  'consistentCharacter',
  'sceneBuilder',
  'group',
  'imageDescriber',
  'imageGenerator',
  'personasReplacer',
];

/** The thirteen of agentic-ide: 23 fields, 23 ports, 18 output keys. What Weft has besides, and why: docs/spec/nodes.md. */
const IN_ITS_REGISTRY = [23, 23, 18];
const ADDED = {
  'consistentCharacter: adapterLocked, which its editor had': [1, 0, 0],
  'imageDescriber: notes, which its editor had': [1, 0, 0],
  'imageDescriber: image-in and image-out': [0, 2, 0],
  'imageGenerator: image-out': [0, 1, 0],
  'personasReplacer: image-in': [0, 1, 0],
  'initialPrompt: injectedPrompt, which its server had': [0, 0, 1],
};

/**
 * The execution config that each of the thirteen has there: what fetches an answer, what only gives or passes on. Here a
 * model is asked by the same ones; the one difference is the group, which passes through there and never runs here.
 */
const EXECUTORS = {
  initialPrompt: 'composite',
  promptEnhancer: 'api_call',
  translator: 'api_call',
  storyTeller: 'api_call',
  grammarFix: 'api_call',
  compressor: 'api_call',
  imageDescriber: 'api_call',
  imageGenerator: 'api_call',
  personasReplacer: 'api_call',
  textOutput: 'pass_through',
  group: 'pass_through',
  consistentCharacter: 'data_source',
  sceneBuilder: 'data_source',
} as const;
const ASKING: readonly string[] = ['composite', 'api_call'];

const MODELS = {
  initialPrompt: ['ministral-14b-2512', 0.7],
  promptEnhancer: ['ministral-14b-2512', 0.7],
  translator: ['ministral-14b-2512', 0.7],
  storyTeller: ['labs-mistral-small-creative', 0.95],
  grammarFix: ['ministral-14b-2512', 0.7],
  compressor: ['ministral-14b-2512', 0.7],
  llm: ['ministral-14b-2512', 0.7],
  imageDescriber: ['', 0.7],
  imageGenerator: ['flux-kontext-pro', 0.7],
  personasReplacer: ['', 0.7],
  condition: ['ministral-14b-2512', 0],
  loop: ['ministral-14b-2512', 0],
  agent: ['ministral-14b-2512', 0.7],
  planner: ['ministral-14b-2512', 0.7],
} as const;

/** Provider and kind where they are not Mistral's and text. */
const OTHER_MODELS: { readonly [type: string]: readonly [provider: string, kind: string] } = {
  imageDescriber: ['claude', 'vision'],
  imageGenerator: ['fireworks', 'image'],
  personasReplacer: ['claude', 'vision'],
};

describe('the registry', () => {
  it('[ND5] has these types with so many fields, ports and output keys', () => {
    const counts = [...definitions.values()].map((definition) => {
      const { inputs, outputs } = definition.ports(effectiveConfig(definition, {}));
      const ports = inputs.length + outputs.length + (definition.adapters ? 1 : 0);
      return [definition.type, [definition.fields.length, ports, definition.outputKeys.length]];
    });
    expect(Object.fromEntries(counts)).toEqual(COUNTS);
  });

  it('[ND5] has 25 fields, 27 ports and 19 output keys on the thirteen types of agentic-ide, each difference named', () => {
    const sums = [0, 1, 2].map((column) =>
      OLD_TYPES.reduce((sum, type) => sum + (COUNTS[type as keyof typeof COUNTS][column] ?? 0), 0),
    );
    expect(OLD_TYPES).toHaveLength(13);
    expect(sums).toEqual([25, 27, 19]);
    const added = [0, 1, 2].map((column) =>
      Object.values(ADDED).reduce((sum, counts) => sum + (counts[column] ?? 0), 0),
    );
    expect(sums).toEqual(IN_ITS_REGISTRY.map((count, column) => count + (added[column] ?? 0)));
  });

  it('[ND5] has the 13 execution configs: who asks a model there asks one here, and only the group never runs', () => {
    expect(Object.keys(EXECUTORS)).toHaveLength(13);
    expect(Object.keys(EXECUTORS).sort()).toEqual([...OLD_TYPES].sort());
    for (const [type, executor] of Object.entries(EXECUTORS)) {
      const definition = definitions.get(type);
      expect([type, definition?.model !== null]).toEqual([type, ASKING.includes(executor)]);
      expect([type, definition?.kind === null]).toEqual([type, type === 'group']);
    }
  });

  it('[ND5] has the default models and temperatures of the old registry', () => {
    const models = [...definitions.values()].flatMap(({ type, model }) =>
      model === null ? [] : [[type, [model.model, model.temperature]]],
    );
    expect(Object.fromEntries(models)).toEqual(MODELS);
    for (const { type, model } of definitions.values()) {
      if (model === null) continue;
      const [provider, kind] = OTHER_MODELS[type] ?? ['mistral', 'text'];
      expect([model.provider, model.kind, model.maxOutputTokens]).toEqual([provider, kind, 2_500]);
    }
  });

  it('has a runner for every type that runs, and for no other', () => {
    const running = [...definitions.values()].filter(({ kind }) => kind !== null).map(({ type }) => type);
    expect([...runners].sort()).toEqual([...running].sort());
  });

  it.each([...definitions.values()])('$type: icon, group, unique keys and ports', (definition) => {
    expect(isIconName(definition.icon)).toBe(true);
    expect(NODE_GROUPS).toContain(definition.group);
    const keys = definition.fields.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain('model');
    const { inputs, outputs } = definition.ports({});
    const ids = [...inputs, ...outputs].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.some((id) => id.startsWith('adapter-') && id !== 'adapter-out')).toBe(false);
  });

  it('[ND7] [CK1] what a field says of the canvas alone is no part of what counts', () => {
    const apart = [...definitions.values()].flatMap((definition) =>
      definition.fields.flatMap((field) => (field.apart ? [{ definition, key: field.key }] : [])),
    );
    expect(apart.map(({ definition, key }) => `${definition.type}.${key}`)).toEqual([
      'consistentCharacter.adapterLocked',
    ]);
    for (const { definition, key } of apart)
      expect(effectiveConfig(definition, { [key]: true })).toEqual(effectiveConfig(definition, {}));
  });

  it('[AP10] the types that act beside asking a model say so', () => {
    const acting = [...definitions.values()].flatMap(({ type, effect }) => (effect ? [[type, effect]] : []));
    expect(Object.fromEntries(acting)).toEqual({ code: 'code', fileOutput: 'file', httpRequest: 'web' });
  });

  it('refuses a folder whose name is not its type', () => {
    const [join] = [...definitions.values()];
    expect(() =>
      createDefinitionMap(join === undefined ? {} : { './other/node.ts': { definition: join } }),
    ).toThrow('other');
  });
});
