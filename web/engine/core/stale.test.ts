import { describe, expect, it } from 'vitest';
import type { FlowDocument } from '#shared/graph/document.ts';
import type { RunScope } from '#shared/graph/traverse.ts';
import { hashText } from '#shared/hash.ts';
import type { Fact } from '#shared/run/events.ts';
import { foldFacts } from '#shared/run/reduce.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import { compileFlow } from './compile.ts';
import { staleNodes } from './stale.ts';
import { flowEdge, flowNode, flowOf, TEST_DEFINITIONS, TEST_PROVIDERS } from './testing.ts';
import { traceKeys } from './trace-keys.ts';
import { usableOutputs } from './usable-outputs.ts';

const document = flowOf(
  [flowNode('a'), flowNode('b'), flowNode('c'), flowNode('alone')],
  [flowEdge('a', 'b'), flowEdge('b', 'c')],
);
const context = { definitions: TEST_DEFINITIONS, providers: TEST_PROVIDERS };
const outputHashOf = (nodeId: string) => hashText(nodeId);

/** A run of the document in which every node of its plan completed. */
function completedRun(scope: RunScope = { kind: 'all' }): RunState {
  const stored = traceKeys({ ...context, document, demo: false, outputHashOf });
  const usable = new Map([...stored].map(([id, { cacheKey }]) => [id, { cacheKey, outputHash: id }]));
  const compiled = compileFlow({ ...context, document, scope, demo: false, useCache: true, usable });
  if (!compiled.ok) throw new Error('the flow of the test does not compile');
  const startedBy = { personId: 'p', name: 'Ada' };
  const plan = { kind: 'inline', plan: compiled.plan } as const;
  const start = { type: 'execution.started', data: { plan, startedBy, payer: { kind: 'demo' } } } as const;
  const planned = new Set(compiled.plan.nodes.map((node) => node.id));
  const keys = [...stored].filter(([nodeId]) => planned.has(nodeId));
  const ends = keys.map(([nodeId, { cacheKey }]) => {
    const output = { kind: 'inline', output: { text: nodeId } } as const;
    const data = {
      nodeId,
      round: 0,
      source: 'call',
      cacheKey,
      outputHash: outputHashOf(nodeId),
      output,
    } as const;
    return { type: 'execution.node.completed', data } as const;
  });
  return foldFacts(emptyRun('run'), [start, ...ends], 0);
}

const run = completedRun();
const staleIn = (changed: FlowDocument) => [...staleNodes({ ...context, run, document: changed })].sort();
const withNode = (id: string, change: object): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
});

describe('stale marks', () => {
  it('are none while the document is what ran', () => expect(staleIn(document)).toEqual([]));

  it('are not behind a result that a person had a hand in: it has no key, and fed what is behind it', () => {
    const index = run.plan?.indexOf.get('b') ?? -1;
    const chunks = run.nodes.chunks.map((chunk) =>
      chunk.map((node, at) => (at === index ? { ...node, cacheKey: null } : node)),
    );
    const touched = { ...run, nodes: { ...run.nodes, chunks } };
    const marks = (changed: FlowDocument) => [...staleNodes({ ...context, run: touched, document: changed })];
    expect(marks(document)).toEqual([]);
    expect(marks(withNode('c', { config: { idea: 'other' } }))).toEqual(['c']);
  });

  it('are on an edited node and all that depends on it', () => {
    expect(staleIn(withNode('b', { config: { idea: 'other' } }))).toEqual(['b', 'c']);
    expect(staleIn(withNode('a', { config: { idea: 'a', model: { provider: 'demo' } } }))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('are on nothing when only place, label or size change', () => {
    const moved = withNode('a', { position: { x: 9, y: 9 }, label: 'New', size: { width: 1, height: 1 } });
    expect(staleIn(moved)).toEqual([]);
  });

  it('are on what a removed or added thread changes', () => {
    expect(staleIn({ ...document, edges: document.edges.slice(1) })).toEqual(['b', 'c']);
    expect(staleIn({ ...document, edges: [...document.edges, flowEdge('alone', 'c')] })).toEqual(['c']);
  });

  it('are on what depends on an output put in by hand', () => {
    expect(staleIn(withNode('a', { override: { text: 'by hand' } }))).toEqual(['a', 'b', 'c']);
  });
});

describe('stale marks of a run of one part', () => {
  const part = completedRun({ kind: 'from', nodeId: 'c' });
  const staleNow = (changed: FlowDocument) =>
    [...staleNodes({ ...context, run: part, document: changed })].sort();

  it('are none while the document is what ran, though what fed it has inputs outside the plan', () => {
    expect(part.plan?.plan.nodes.map((node) => node.id)).toEqual(['b', 'c']);
    expect(staleNow(document)).toEqual([]);
  });

  it('are on what fed it and all behind when anything before it changes', () => {
    expect(staleNow(withNode('a', { config: { idea: 'other' } }))).toEqual(['b', 'c']);
    expect(staleNow(withNode('b', { config: { idea: 'other' } }))).toEqual(['b', 'c']);
    expect(staleNow(withNode('c', { config: { idea: 'other' } }))).toEqual(['c']);
    expect(staleNow(withNode('alone', { config: { idea: 'other' } }))).toEqual([]);
  });
});

describe('usable outputs', () => {
  const keys = traceKeys({ ...context, document, demo: false, outputHashOf });
  const stored = new Map([...keys].map(([id, { cacheKey }]) => [cacheKey, outputHashOf(id)]));
  const usable = (changed: FlowDocument, evicted = '') => [
    ...usableOutputs({
      ...context,
      document: changed,
      demo: false,
      stored: {
        hashOf: (key) => stored.get(key) ?? null,
        has: (key) => stored.get(key) !== hashText(evicted),
      },
    }).keys(),
  ];

  it('are those whose key under the document as it is leads to something stored', () => {
    expect(usable(document).sort()).toEqual(['a', 'alone', 'b', 'c']);
    expect(usable(withNode('b', { config: { idea: 'other' } })).sort()).toEqual(['a', 'alone']);
  });

  it('are found behind one whose bytes were evicted', () => {
    expect(usable(document, 'a').sort()).toEqual(['alone', 'b', 'c']);
  });
});

describe('stale marks behind a branch', () => {
  const branched = flowOf(
    [flowNode('a'), flowNode('fork', 'fork'), flowNode('yes'), flowNode('no'), flowNode('end')],
    [
      flowEdge('a', 'fork'),
      flowEdge('fork', 'yes', { sourceHandle: 'yes-out' }),
      flowEdge('fork', 'no', { sourceHandle: 'no-out' }),
      flowEdge('yes', 'end'),
      flowEdge('no', 'end'),
    ],
  );
  const exitOf = () => 'yes-out';
  const traced = traceKeys({ ...context, document: branched, demo: false, outputHashOf, exitOf });
  const compiled = compileFlow({
    ...{ ...context, document: branched, scope: { kind: 'all' }, demo: false, useCache: true },
    usable: new Map(),
  });
  if (!compiled.ok) throw new Error('the flow of the test does not compile');
  const plan = { kind: 'inline', plan: compiled.plan } as const;
  const startedBy = { personId: 'p', name: 'Ada' };
  const facts: Fact[] = [...traced].map(([nodeId, { cacheKey }]) => {
    const output = { kind: 'inline', output: { text: nodeId } } as const;
    const data = {
      nodeId,
      round: 0,
      source: 'call',
      cacheKey,
      outputHash: outputHashOf(nodeId),
      output,
    } as const;
    const exit = nodeId === 'fork' ? { exit: 'yes-out' } : {};
    return { type: 'execution.node.completed', data: { ...data, ...exit } };
  });
  const reason = { code: 'branch-not-taken', message: 'Left out.', retryable: false } as const;
  const ended = foldFacts(
    emptyRun('run'),
    [
      { type: 'execution.started', data: { plan, startedBy, payer: { kind: 'demo' } } },
      ...facts,
      { type: 'execution.node.status', data: { nodeId: 'no', status: 'skipped', round: 0, reason } },
    ],
    0,
  );
  const staleNow = (id: string) => {
    const nodes = branched.nodes.map((node) =>
      node.id === id ? { ...node, config: { idea: 'other' } } : node,
    );
    return [...staleNodes({ ...context, run: ended, document: { ...branched, nodes } })].sort();
  };

  it('[BR3] are none while the document is what ran, and none for what was left out', () => {
    expect([...traced.keys()].sort()).toEqual(['a', 'end', 'fork', 'yes']);
    expect(staleNow('')).toEqual([]);
    expect(staleNow('no')).toEqual([]);
  });

  it('[BR3] are on all behind a branch that may go another way now', () => {
    expect(staleNow('a')).toEqual(['a', 'end', 'fork', 'yes']);
    expect(staleNow('yes')).toEqual(['end', 'yes']);
  });

  it('says in the plan what a node needs, only where there are branches', () => {
    const needs = Object.fromEntries(compiled.plan.nodes.map((node) => [node.id, node.needs]));
    expect(needs).toEqual({ a: undefined, fork: ['text-in'], yes: undefined, no: undefined, end: undefined });
  });

  it('nothing behind a branch is usable for a part, because nobody knows which way it went', () => {
    const stored = new Map([...traced].map(([id, { cacheKey }]) => [cacheKey, outputHashOf(id)]));
    const hashOf = (key: string) => stored.get(key) ?? null;
    const usable = usableOutputs({
      ...{ ...context, document: branched, demo: false },
      stored: { hashOf, has: (key) => stored.has(key) },
    });
    expect([...usable.keys()].sort()).toEqual(['a', 'fork']);
  });
});
