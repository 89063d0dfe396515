import { expect, test } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import { createDefinitionMap, type NodeModule } from '../../node-kit/definition-map.ts';
import { previewOf } from './node-preview.ts';

const definitions = createDefinitionMap(
  import.meta.glob<NodeModule>('../../nodes/*/node.ts', { eager: true }),
);

function says(type: string, config: JsonObject = {}): string {
  const definition = definitions.get(type);
  if (definition === undefined) throw new Error(`unknown type ${type}`);
  return previewOf({ id: 'a', type, version: 1, position: { x: 0, y: 0 }, config }, definition);
}

test('what somebody wrote stands for itself', () => {
  expect(says('initialPrompt', { text: ' A fox ' })).toBe('A fox');
  expect(says('agent', { task: 'Find three faults.', people: true })).toBe('Find three faults.');
});

test('a choice has its name, and its text beside it', () => {
  expect(says('condition', { value: 'broken' })).toBe('Yes, when it contains “broken”');
  expect(says('condition', { compare: 'ask', value: 'broken', question: 'Is it rude?' })).toBe(
    'Yes, when it is so in the eyes of a model “Is it rude?”',
  );
  expect(says('split', { by: 'separator', separator: ';' })).toBe('Cut at A separator “;”');
  expect(says('split', { separator: ';' })).toBe('Cut at: Each line');
  expect(says('map', { parallel: 4 })).toBe('Items at once 4');
});

test('without a word of its own a node says what its kind does', () => {
  expect(says('agent')).toBe(definitions.get('agent')?.about);
  expect(says('httpRequest')).not.toContain('GET: ask');
  expect(says('textOutput')).toBe('');
  expect(says('grammarFix')).toBe('Proofreads text without rewriting it.');
  expect(says('grammarFix', { style: 'formal' })).toBe('Style: Formal');
});

test('a field without effect is not spoken of', () => {
  expect(says('join', { separator: 'comma', ownSeparator: '//' })).toBe('Between texts: Comma');
  expect(says('condition', { compare: 'empty', value: 'left over' })).toBe('Yes, when it: is empty');
});

test('no kind says the name of a choice and nothing of it', () => {
  const empty = [...definitions.keys()].filter((type) => /:\s*$/.test(says(type)));
  expect(empty).toEqual([]);
});
