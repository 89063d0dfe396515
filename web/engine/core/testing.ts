import type { FlowDocument, FlowEdge, FlowNode } from '#shared/graph/document.ts';
import type { ModelDescription, ProviderDescription } from '#shared/protocol/providers.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { testDefinition } from '../testing/test-nodes.ts';

/** Providers, node types and documents for the tests of compiling and resolving. */

export function testModel(id: string, more: Partial<ModelDescription> = {}): ModelDescription {
  const price = {
    inputMicroUsdPerMillion: 1_000_000,
    outputMicroUsdPerMillion: 2_000_000,
    source: 'test',
    asOf: '2026-01-01',
  };
  return {
    id,
    label: id.toUpperCase(),
    kinds: ['text'],
    contextTokens: 8_000,
    maxOutputTokens: 1_000,
    price,
    parameters: {},
    ...more,
  };
}

export function testProvider(id: string, more: Partial<ProviderDescription> = {}): ProviderDescription {
  return {
    id,
    label: id.toUpperCase(),
    about: '',
    keyUrl: '',
    keyVariable: '',
    status: 'ready',
    free: false,
    demo: false,
    defaultModels: { text: `${id}-default` },
    models: [testModel(`${id}-default`), testModel(`${id}-other`)],
    ...more,
  };
}

export const TEST_PROVIDERS: readonly ProviderDescription[] = [
  testProvider('alpha'),
  testProvider('beta', { status: 'missing-key' }),
  testProvider('demo', { demo: true, free: true }),
];

export const WRITER: NodeDefinition = testDefinition('writer', {
  adapters: true,
  fields: [
    { key: 'idea', label: 'Idea', type: 'text', default: '', required: true, orPort: 'text-in' },
    {
      key: 'style',
      label: 'Style',
      type: 'select',
      default: 'plain',
      options: [{ value: 'plain', label: 'Plain' }],
    },
    { key: 'schema', label: 'Schema', type: 'json', default: '' },
  ],
  model: { kind: 'text', provider: 'alpha', model: 'alpha-default', temperature: 0.7, maxOutputTokens: 500 },
  samples: true,
});

export const READER: NodeDefinition = testDefinition('reader', {
  ports: () => ({
    inputs: [{ id: 'text-in', label: 'text', type: 'text', required: true }],
    outputs: [{ id: 'text-out', label: 'text', type: 'text' }],
  }),
});

const FORK: NodeDefinition = testDefinition('fork', {
  kind: 'branch',
  ports: () => ({
    inputs: [{ id: 'text-in', label: 'text', type: 'any', required: true }],
    outputs: [
      { id: 'yes-out', label: 'yes', type: 'any' },
      { id: 'no-out', label: 'no', type: 'any' },
    ],
  }),
});

export const TEST_DEFINITIONS: ReadonlyMap<string, NodeDefinition> = new Map(
  [WRITER, READER, FORK, testDefinition('group', { kind: null })].map((definition) => [
    definition.type,
    definition,
  ]),
);

export function flowNode(id: string, type = 'writer', more: Partial<FlowNode> = {}): FlowNode {
  return {
    id,
    type,
    version: 1,
    position: { x: 0, y: 0 },
    config: type === 'writer' ? { idea: id } : {},
    ...more,
  };
}

export function flowEdge(source: string, target: string, more: Partial<FlowEdge> = {}): FlowEdge {
  return {
    id: `${source}-${target}-${more.targetHandle ?? ''}`,
    source,
    sourceHandle: 'text-out',
    target,
    targetHandle: 'text-in',
    ...more,
  };
}

export function flowOf(
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[] = [],
  settings: FlowDocument['settings'] = {},
): FlowDocument {
  return { formatVersion: 1, id: 'flow', name: 'Flow', nodes, edges, settings };
}
