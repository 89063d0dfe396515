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
  // Weft's own; ports of an empty form
  llm: [5, 2, 2],
  template: [1, 1, 1],
  join: [3, 2, 1],
  note: [2, 0, 0],
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
const OLD_TYPES = [...OLD, 'consistentCharacter', 'sceneBuilder', 'group'];

const MODELS = {
  initialPrompt: ['ministral-14b-2512', 0.7],
  promptEnhancer: ['ministral-14b-2512', 0.7],
  translator: ['ministral-14b-2512', 0.7],
  storyTeller: ['labs-mistral-small-creative', 0.95],
  grammarFix: ['ministral-14b-2512', 0.7],
  compressor: ['ministral-14b-2512', 0.7],
  llm: ['ministral-14b-2512', 0.7],
} as const;

describe('the registry', () => {
  it('[ND5] has these types with so many fields, ports and output keys', () => {
    const counts = [...definitions.values()].map((definition) => {
      const { inputs, outputs } = definition.ports(effectiveConfig(definition, {}));
      const ports = inputs.length + outputs.length + (definition.adapters ? 1 : 0);
      return [definition.type, [definition.fields.length, ports, definition.outputKeys.length]];
    });
    expect(Object.fromEntries(counts)).toEqual(COUNTS);
  });

  it('[ND5] has 19 fields, 17 ports and 14 output keys on the ten types of agentic-ide', () => {
    const sums = [0, 1, 2].map((column) =>
      OLD_TYPES.reduce((sum, type) => sum + (COUNTS[type as keyof typeof COUNTS][column] ?? 0), 0),
    );
    expect(sums).toEqual([19, 17, 14]);
  });

  it('[ND5] has the default models and temperatures of the old registry', () => {
    const models = [...definitions.values()].flatMap(({ type, model }) =>
      model === null ? [] : [[type, [model.model, model.temperature]]],
    );
    expect(Object.fromEntries(models)).toEqual(MODELS);
    for (const { model } of definitions.values()) {
      if (model === null) continue;
      expect([model.provider, model.kind, model.maxOutputTokens]).toEqual(['mistral', 'text', 2_500]);
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

  it('refuses a folder whose name is not its type', () => {
    const [join] = [...definitions.values()];
    expect(() =>
      createDefinitionMap(join === undefined ? {} : { './other/node.ts': { definition: join } }),
    ).toThrow('other');
  });
});
