import { describe, expect, it } from 'vitest';
import type { FlowDocument, FlowEdge, FlowNode } from '#shared/graph/document.ts';
import { createDefinitionMap, type NodeModule } from '../../node-kit/definition-map.ts';
import { compileFlow, type CompileInput } from './compile.ts';
import { staleTemplates } from './stale-templates.ts';
import { TEST_PROVIDERS } from './testing.ts';
import { traceKeys } from './trace-keys.ts';

const definitions = createDefinitionMap(
  import.meta.glob<NodeModule>('../../nodes/*/node.ts', { eager: true }),
);
const node = (id: string, type: string, more: Partial<FlowNode> = {}): FlowNode => ({
  ...{ id, type, version: 1, position: { x: 0, y: 0 } },
  config: type === 'initialPrompt' ? { text: 'a\nb' } : type === 'template' ? { text: '{{it}}' } : {},
  ...more,
});
const edge = (source: string, target: string): FlowEdge => {
  const [from = '', sourceHandle = 'text-out'] = source.split('.');
  const [to = '', targetHandle = 'text-in'] = target.split('.');
  return { id: `${source}-${target}`, source: from, sourceHandle, target: to, targetHandle };
};
const flow = (nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowDocument => ({
  ...{ formatVersion: 1, id: 'flow', name: 'Flow', nodes, edges, settings: {} },
});
const compile = (document: FlowDocument, more: Partial<CompileInput> = {}) =>
  compileFlow({
    ...{ document, definitions, providers: TEST_PROVIDERS, scope: { kind: 'all' }, demo: true },
    ...{ useCache: true, usable: new Map(), ...more },
  });
const planOf = (document: FlowDocument, more: Partial<CompileInput> = {}) => {
  const compiled = compile(document, more);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
};
const threads = (document: FlowDocument, container: string) =>
  planOf(document)
    .bodies?.find((body) => body.container === container)
    ?.edges.map(
      ({ source, sourceHandle, target, targetHandle }) =>
        `${source}.${sourceHandle} ${target}.${targetHandle}`,
    );
const inside = { parent: 'each' };

const simple = flow(
  [
    node('list', 'initialPrompt', { override: { text: 'a\nb' } }),
    node('each', 'map'),
    node('frame', 'group', inside),
    node('one', 'compressor', { parent: 'frame' }),
    node('two', 'grammarFix', inside),
    node('out', 'textOutput'),
  ],
  [edge('list', 'each.list-in'), edge('one', 'two'), edge('each.list-out', 'out')],
);

describe('flows with containers', () => {
  it('make the container one node, and what is inside its templates', () => {
    const plan = planOf(simple);
    expect(plan.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ...[
        ['list', 'task'],
        ['each', 'map'],
        ['out', 'task'],
      ],
    ]);
    expect(plan.bodies?.map(({ container, nodes }) => [container, nodes.map(({ id }) => id)])).toEqual([
      ['each', ['one', 'two']],
    ]);
    expect(plan.nodes[1]).toMatchObject({ samples: true });
  });

  it('[IT8] give the item to nodes to which nothing comes, and take the last ones’ as the result', () => {
    expect(threads(simple, 'each')).toEqual([
      'one.text-out two.text-in',
      'each.item one.text-in',
      'two.text-out each.result',
    ]);
  });

  it('[IT8] take threads to inner ports as they are, and none besides', () => {
    const drawn = flow(simple.nodes, [
      ...simple.edges,
      edge('each.number', 'one'),
      edge('one', 'each.result'),
    ]);
    expect(threads(drawn, 'each')).toEqual([
      'one.text-out two.text-in',
      'each.number one.text-in',
      'one.text-out each.result',
    ]);
  });

  const nested = flow(
    [
      ...simple.nodes,
      node('deep', 'map', inside),
      node('leaf', 'template', { parent: 'deep', config: { text: '{{a}}{{b}}{{c}}' } }),
      node('far', 'initialPrompt', { override: { text: 'x' } }),
    ],
    [
      ...simple.edges,
      edge('two', 'deep.list-in'),
      edge('far', 'leaf.var-a'),
      edge('each.item', 'leaf.var-b'),
      edge('deep.item', 'leaf.var-c'),
      edge('each.item', 'one'),
    ],
  );

  it('[IT8] make every container wait for what comes to its inside from further out', () => {
    const plan = planOf(nested);
    const names = plan.edges.map(
      ({ source, target, targetHandle }) =>
        `${plan.nodes[source]?.id} ${plan.nodes[target]?.id}.${targetHandle}`,
    );
    expect(names).toContain('far each.from-outside');
    expect(threads(nested, 'each')).toContain('far.text-out deep.from-outside');
    expect(threads(nested, 'each')).toContain('each.item deep.from-outside');
    expect(threads(nested, 'deep')).toEqual([
      'far.text-out leaf.var-a',
      'each.item leaf.var-b',
      'deep.item leaf.var-c',
      'leaf.text-out deep.result',
    ]);
  });

  it('say before the run what is wrong inside: nothing in it, a circle, a thread past its ports, an empty field', () => {
    const problems = (document: FlowDocument) => {
      const compiled = compile(document);
      return compiled.ok ? [] : compiled.problems.map(({ nodeId, error }) => `${nodeId} ${error.code}`);
    };
    expect(problems(flow(simple.nodes.slice(0, 2), [edge('list', 'each.list-in')]))).toEqual([
      'each missing-input',
    ]);
    expect(problems(flow(simple.nodes, [...simple.edges, edge('two', 'one')]))).toEqual([
      'one cycle',
      'two cycle',
    ]);
    expect(problems(flow(simple.nodes, [...simple.edges, edge('two', 'out')]))).toEqual([
      'two invalid-config',
    ]);
    const empty = node('empty', 'initialPrompt', { ...inside, config: {} });
    expect(problems(flow([...simple.nodes, empty], simple.edges))).toEqual(['empty missing-input']);
  });

  it('change the container’s key with what is inside, and with nothing else', () => {
    const keyOf = (document: FlowDocument) =>
      traceKeys({ document, definitions, providers: [], demo: true, outputHashOf: () => null }).get('each')
        ?.cacheKey;
    const changed = (id: string, more: Partial<FlowNode>) =>
      keyOf(
        flow(
          simple.nodes.map((each) => (each.id === id ? { ...each, ...more } : each)),
          simple.edges,
        ),
      );
    expect(keyOf(simple)).toBeDefined();
    expect(changed('one', { position: { x: 9, y: 9 }, label: 'Other' })).toBe(keyOf(simple));
    expect(changed('two', { config: { style: 'formal' } })).not.toBe(keyOf(simple));
    expect(changed('each', { config: { by: 'paragraphs' } })).not.toBe(keyOf(simple));
  });

  it.each([
    ['two', undefined],
    ['two@3', 'two@3'],
  ])(
    '[IT9] run %s alone: its container runs, the rest of the inside may come from the cache',
    (nodeId, at) => {
      const scope = { kind: 'only', nodeId } as const;
      const amendment = { nodeId, guidance: 'Shorter' };
      const plan = planOf(simple, { scope, amendment });
      expect(plan.scope).toEqual(scope);
      expect(plan.nodes.find(({ id }) => id === 'each')?.policy).toBe('must-run');
      const [one, two] = plan.bodies?.[0]?.nodes ?? [];
      expect(one).toMatchObject({ policy: 'may-reuse' });
      expect(two).toMatchObject({ policy: 'must-run', amendment: { guidance: 'Shorter' } });
      expect(two?.at).toBe(at);
    },
  );

  it('say no price where models inside are asked who knows how often', () => {
    expect(planOf(simple).estimateMicroUsd).toEqual({ low: 0, high: 0 });
    const paid = {
      ...simple,
      nodes: simple.nodes.map((each) => ({
        ...each,
        config: { ...each.config, model: { provider: 'alpha', model: 'alpha-default' } },
      })),
    };
    expect(planOf(paid, { demo: false }).estimateMicroUsd).toBeNull();
    const usable = new Map([['each', { cacheKey: 'k', outputHash: 'h' }]]);
    expect(planOf(paid, { demo: false, usable }).estimateMicroUsd).not.toBeNull();
  });

  it('mark what a template made as stale when it, or one before it in its body, has changed', () => {
    const { bodies = [] } = planOf(simple);
    const staleIn = (nodes: readonly FlowNode[]) => {
      const document = flow(nodes, simple.edges);
      return [...staleTemplates(bodies, { document, definitions, providers: TEST_PROVIDERS, demo: true })];
    };
    const changed = (id: string, more: Partial<FlowNode>) =>
      simple.nodes.map((each) => (each.id === id ? { ...each, ...more } : each));
    expect(staleIn(simple.nodes)).toEqual([]);
    expect(staleIn(changed('two', { config: { style: 'formal' } }))).toEqual(['two']);
    expect(staleIn(changed('one', { disabled: true }))).toEqual(['one', 'two']);
    expect(staleIn(changed('each', { config: { by: 'paragraphs' } }))).toEqual([]);
    expect(staleIn(simple.nodes.filter(({ id }) => id !== 'one'))).toEqual(['one', 'two']);
  });

  it('run a container whatever is stored when something inside leaves a mark', () => {
    const file = node('file', 'fileOutput', { ...inside, config: { name: 'a.txt' } });
    const plan = planOf(flow([...simple.nodes, file], [...simple.edges, edge('two', 'file')]));
    expect(plan.nodes.find(({ id }) => id === 'each')?.policy).toBe('must-run');
  });
});
