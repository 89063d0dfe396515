import { describe, expect, it } from 'vitest';
import type { FlowDocument, FlowEdge, FlowNode } from '#shared/graph/document.ts';
import { planSchema } from '#shared/run/plan.ts';
import { createDefinitionMap, type NodeModule } from '../../node-kit/definition-map.ts';
import { TEST_PROVIDERS } from './testing.ts';
import { cacheKey } from './cache-key.ts';
import { compileFlow } from './compile.ts';

const definitions = createDefinitionMap(
  import.meta.glob<NodeModule>('../../nodes/*/node.ts', { eager: true }),
);

const node = (id: string, type: string, config: FlowNode['config'] = {}): FlowNode => ({
  ...{ id, type, version: 1, position: { x: 0, y: 0 }, config },
});
const edge = (
  source: string,
  target: string,
  sourceHandle = 'steps-out',
  targetHandle = 'text-in',
): FlowEdge => ({
  ...{ id: `${source}-${target}-${targetHandle}`, source, sourceHandle, target, targetHandle },
});
const flow = (nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowDocument => ({
  ...{ formatVersion: 1, id: 'flow', name: 'Flow', nodes, edges, settings: {} },
});
const compile = (document: FlowDocument) =>
  compileFlow({
    ...{ document, definitions, providers: TEST_PROVIDERS, scope: { kind: 'all' }, demo: true },
    ...{ useCache: true, usable: new Map() },
  });
const AGENT = node('agent', 'agent', { task: 'Do it' });

describe('steps that a node runs itself', () => {
  it('[AG11] are no nodes of the plan but stand in the one that runs them, and count in its key', () => {
    const planOf = (language: string) => {
      const document = flow(
        [AGENT, node('translate', 'translator', { language }), node('out', 'textOutput')],
        [edge('agent', 'translate'), edge('agent', 'out', 'text-out')],
      );
      const made = compile(document);
      if (!made.ok) throw new Error(JSON.stringify(made.problems));
      return made.plan;
    };
    const [plan, other] = [planOf('fr'), planOf('de')];
    expect(plan.nodes.map(({ id }) => id)).toEqual(['agent', 'out']);
    expect(plan.nodes[0]?.steps).toMatchObject([
      { id: 'translate', type: 'translator', config: { language: 'fr' }, model: { provider: 'demo' } },
    ]);
    expect(planSchema.safeParse(plan).success).toBe(true);
    const keyOf = ({ nodes: [first] }: typeof plan) => first && cacheKey(first, null, []);
    expect(keyOf(plan)).not.toBe(keyOf(other));
    expect(keyOf(plan)).toBe(keyOf(planOf('fr')));
  });

  it('[AG11] are checked like all nodes, and have no other threads', () => {
    const problemsOf = (nodes: readonly FlowNode[], edges: readonly FlowEdge[]) => {
      const made = compile(flow([AGENT, ...nodes], edges));
      return made.ok ? [] : made.problems.map(({ nodeId, error }) => [nodeId, error.code]);
    };
    const translate = node('translate', 'translator', { language: 'fr' });
    expect(problemsOf([translate], [edge('agent', 'translate')])).toEqual([]);
    expect(problemsOf([node('t', 'translator', { language: 'xx' })], [edge('agent', 't')])).toEqual([
      ['t', 'unknown-language'],
    ]);
    const two = [translate, node('out', 'textOutput')];
    expect(problemsOf(two, [edge('agent', 'translate'), edge('translate', 'out', 'text-out')])).toEqual([
      ['translate', 'invalid-config'],
    ]);
    const inner = node('inner', 'agent', { task: 'Else' });
    expect(problemsOf([inner], [edge('agent', 'inner')])).toEqual([['inner', 'invalid-config']]);
  });

  it('[AG11] are given all their inputs by who runs them', () => {
    const ask = node('ask', 'llm', { prompt: '{{one}} and {{two}}' });
    expect(compile(flow([AGENT, ask], [edge('agent', 'ask', 'steps-out', 'var-one')])).ok).toBe(true);
  });
});
