import { expect, test } from 'vitest';
import { createDefinitionMap, type NodeModule } from '../../node-kit/definition-map.ts';
import { paletteGroups } from './palette-groups.ts';

const definitions = createDefinitionMap(
  import.meta.glob<NodeModule>('../../nodes/*/node.ts', { eager: true }),
);

test('each group begins with what is used most, the others by name; every type is there once, but an empty subflow', () => {
  const groups = paletteGroups([...definitions.values()]);
  const labels = groups.map(({ items }) => items.map(({ label }) => label));
  expect(labels.map(([first]) => first)).toEqual([
    'Initial Prompt',
    'Ask a Model',
    'Image Generator',
    'Approval',
    'Text Output',
  ]);
  const [start = []] = labels;
  expect(start.slice(1)).toEqual([...start.slice(1)].sort());
  expect(labels.flat()).toHaveLength(definitions.size - 1);
  expect(labels.flat()).not.toContain('Subflow');
});
