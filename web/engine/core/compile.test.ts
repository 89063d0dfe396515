import { describe, expect, it } from 'vitest';
import type { FlowDocument } from '#shared/graph/document.ts';
import type { Plan } from '#shared/run/plan.ts';
import { planSchema } from '#shared/run/plan.ts';
import { compileFlow, type CompileInput } from './compile.ts';
import { cycleOf } from './cycle.ts';
import { flowEdge, flowNode, flowOf, TEST_DEFINITIONS, TEST_PROVIDERS } from './testing.ts';

function compile(document: FlowDocument, more: Partial<CompileInput> = {}) {
  return compileFlow({
    document,
    definitions: TEST_DEFINITIONS,
    providers: TEST_PROVIDERS,
    scope: { kind: 'all' },
    demo: false,
    useCache: true,
    usable: new Map(),
    ...more,
  });
}

function planOf(document: FlowDocument, more: Partial<CompileInput> = {}): Plan {
  const result = compile(document, more);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return planSchema.parse(result.plan);
}

function problemsOf(document: FlowDocument, more: Partial<CompileInput> = {}) {
  const result = compile(document, more);
  return result.ok
    ? []
    : result.problems.map(({ nodeId, error }) => [
        nodeId,
        error.code,
        error.field ?? error.providerId ?? null,
      ]);
}

const ab = flowOf([flowNode('b'), flowNode('a')], [flowEdge('a', 'b')]);
const ids = (plan: Plan) => plan.nodes.map(({ id, policy }) => `${id} ${policy}`);

describe('compile', () => {
  it('puts nodes in topological order with their models and filled configs', () => {
    const plan = planOf(ab);
    expect(ids(plan)).toEqual(['a may-reuse', 'b may-reuse']);
    expect(plan.edges).toEqual([{ source: 0, sourceHandle: 'text-out', target: 1, targetHandle: 'text-in' }]);
    expect(plan.nodes[0]).toMatchObject({
      config: { idea: 'a', style: 'plain', schema: '' },
      model: { provider: 'alpha', model: 'alpha-default', temperature: 0.7, maxOutputTokens: 500 },
    });
  });

  it('carries what a person asked for when repeating a node of an ended run', () => {
    const model = { provider: 'alpha', model: 'alpha-other' };
    const plan = planOf(ab, { amendment: { nodeId: 'b', guidance: 'Shorter.', model } });
    expect(plan.nodes[1]).toMatchObject({ id: 'b', model, amendment: { guidance: 'Shorter.', model: null } });
    expect(plan.nodes[0]?.amendment).toBeUndefined();
    const refused = problemsOf(ab, { amendment: { nodeId: 'b', model: { provider: 'beta', model: 'x' } } });
    expect(refused).toEqual([['b', 'missing-key', 'model']]);
  });

  it('[AP11] says when a step asks a person only where the flow leaves that to its steps', () => {
    const nodes = [flowNode('a', 'writer', { asks: 'after' })];
    const asksOf = (approvals: FlowDocument['settings']['approvals']) =>
      planOf({ ...flowOf(nodes), settings: { approvals } }).nodes[0]?.asks;
    expect([asksOf('custom'), asksOf('each-step'), asksOf(undefined)]).toEqual([
      'after',
      undefined,
      undefined,
    ]);
  });

  it('reports everything that is wrong, on every node, at once', () => {
    const document = flowOf([
      flowNode('empty', 'writer', { config: {} }),
      flowNode('option', 'writer', { config: { idea: 'x', style: 'loud' } }),
      flowNode('json', 'writer', { config: { idea: 'x', schema: '{' } }),
      flowNode('unwired', 'reader'),
      flowNode('key', 'writer', { config: { idea: 'x', model: { provider: 'beta' } } }),
      flowNode('nobody', 'writer', { config: { idea: 'x', model: { provider: 'nobody' } } }),
      flowNode('strange', 'fromTheFuture'),
    ]);
    expect(problemsOf(document)).toEqual([
      ['empty', 'missing-input', 'idea'],
      ['option', 'invalid-config', 'style'],
      ['json', 'invalid-config', 'schema'],
      ['unwired', 'missing-input', 'text-in'],
      ['key', 'missing-key', 'model'],
      ['nobody', 'model-not-found', 'model'],
      ['strange', 'unknown-node-type', null],
    ]);
  });

  it('offers both ways out of a missing key, and the demo is one', () => {
    const document = flowOf([
      flowNode('a', 'writer', { config: { idea: 'x', model: { provider: 'beta' } } }),
    ]);
    const refused = compile(document);
    expect(refused.ok ? '' : refused.problems[0]?.error.message).toMatch(/key.*demo/);
    expect(planOf(document, { demo: true }).nodes[0]?.model?.provider).toBe('demo');
  });

  it('fails as a whole on a cycle and names each node on it once', () => {
    const document = flowOf(
      [flowNode('x'), flowNode('a'), flowNode('b'), flowNode('c')],
      [flowEdge('x', 'a'), flowEdge('a', 'b'), flowEdge('b', 'c'), flowEdge('c', 'a')],
    );
    const problems = problemsOf(document);
    expect(problems.map(([nodeId, code]) => `${nodeId} ${code}`).sort()).toEqual([
      'a cycle',
      'b cycle',
      'c cycle',
    ]);
    expect([...cycleOf(document, TEST_DEFINITIONS)].sort()).toEqual(['a', 'b', 'c']);
  });

  it('says so when there is nothing to run', () => {
    expect(problemsOf(flowOf([flowNode('g', 'group')]))).toEqual([[null, 'missing-input', null]]);
    expect(problemsOf(ab, { scope: { kind: 'only', nodeId: 'gone' } })).toEqual([[null, 'not-found', null]]);
  });

  it('leaves groups out, and threads that lead nowhere', () => {
    const document = flowOf(
      [flowNode('a'), flowNode('b'), flowNode('g', 'group')],
      [
        flowEdge('a', 'gone'),
        flowEdge('g', 'b'),
        flowEdge('a', 'b', { targetHandle: 'old-handle' }),
        flowEdge('a', 'b', { sourceHandle: 'old-handle' }),
        flowEdge('a', 'b', { targetHandle: 'adapter-1' }),
      ],
    );
    const plan = planOf(document);
    expect(plan.nodes.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(plan.edges.map(({ targetHandle }) => targetHandle)).toEqual(['adapter-1']);
  });

  it('keeps disabled nodes and asks nothing of them; nodes put in by hand need no inputs', () => {
    const document = flowOf(
      [
        flowNode('off', 'writer', { disabled: true, config: {} }),
        flowNode('hand', 'reader', { override: { text: 'by hand' } }),
      ],
      [flowEdge('off', 'hand')],
    );
    const plan = planOf(document);
    expect(plan.edges).toEqual([]);
    expect(plan.nodes.map(({ disabled, override }) => [disabled, override])).toEqual([
      [true, null],
      [false, { text: 'by hand' }],
    ]);
  });

  const chain = flowOf(
    [flowNode('a'), flowNode('b'), flowNode('c'), flowNode('side')],
    [flowEdge('a', 'b'), flowEdge('b', 'c'), flowEdge('side', 'c')],
  );
  const stored = (...nodeIds: string[]) =>
    new Map(nodeIds.map((id) => [id, { cacheKey: `key-${id}`, outputHash: 'h' }]));

  it('runs from a node: it and what follows, fed by what is stored, and runs what is not', () => {
    const plan = planOf(chain, { scope: { kind: 'from', nodeId: 'b' }, usable: stored('a') });
    expect(ids(plan)).toEqual(['a feed', 'side may-reuse', 'b must-run', 'c may-reuse']);
    expect(plan.nodes[0]?.feedKey).toBe('key-a');
  });

  it('runs up to a node: it and what comes before', () => {
    const plan = planOf(chain, { scope: { kind: 'upto', nodeId: 'b' }, usable: stored('a') });
    expect(ids(plan)).toEqual(['a may-reuse', 'b must-run']);
  });

  it('runs one node, and everything without the cache when asked to', () => {
    expect(ids(planOf(chain, { scope: { kind: 'only', nodeId: 'b' }, usable: stored('a', 'b') }))).toEqual([
      'a feed',
      'b must-run',
    ]);
    expect(new Set(planOf(chain, { useCache: false }).nodes.map(({ policy }) => policy))).toEqual(
      new Set(['must-run']),
    );
  });

  it('estimates the cost between short and full answers; nothing for the demo; unknown without a price', () => {
    const { low = 0, high = 0 } = planOf(ab).estimateMicroUsd ?? {};
    expect([low > 0, high > low, high]).toEqual([true, true, high]);
    expect(planOf(ab, { demo: true }).estimateMicroUsd).toEqual({ low: 0, high: 0 });
    const unpriced = TEST_PROVIDERS.map((provider) => ({
      ...provider,
      models: provider.models.map((model) => ({ ...model, price: null })),
    }));
    expect(planOf(ab, { providers: unpriced }).estimateMicroUsd).toBeNull();
    expect(planOf(ab, { usable: stored('a', 'b') }).estimateMicroUsd).toEqual({ low: 0, high: 0 });
  });
});
