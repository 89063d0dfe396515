import { defineNode } from '../../node-kit/define-node.ts';
import type { NodeDefinition, NodeRunner } from '../../node-kit/types.ts';
import type { NodeRegistry } from '../ports.ts';

/** A registry of small test nodes. */
export function testRegistry(
  types: readonly { readonly definition: NodeDefinition; readonly run: NodeRunner }[],
): NodeRegistry {
  const runners = new Map(types.map(({ definition, run }) => [definition.type, run]));
  return {
    definitions: new Map(types.map(({ definition }) => [definition.type, definition])),
    runnerOf(type) {
      const run = runners.get(type);
      if (run === undefined) throw new Error(`no runner for ${type}`);
      return run;
    },
  };
}

export function testDefinition(type: string, more: Partial<NodeDefinition> = {}): NodeDefinition {
  return defineNode({
    type,
    title: type,
    about: `The ${type} of the tests.`,
    group: 'write',
    kind: 'task',
    icon: 'text',
    fields: [],
    ports: () => ({
      inputs: [{ id: 'text-in', label: 'text', type: 'text' }],
      outputs: [{ id: 'text-out', label: 'text', type: 'text' }],
    }),
    outputKeys: ['text'],
    ...more,
  });
}
