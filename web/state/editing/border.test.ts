import { describe, expect, it } from 'vitest';
import type { FlowDocument, FlowEdge, FlowNode } from '#shared/graph/document.ts';
import { emptyFlow } from '#shared/graph/document.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { border } from './border.ts';
import { impliedThreads } from './implied-threads.ts';
import { createLookups } from './lookups.ts';
import { portsOf } from './ports.ts';

const text = (id: string) => ({ id, label: id, type: 'text' as const });
const common = {
  about: '',
  group: 'steer',
  icon: 'play',
  keywords: [],
  fields: [],
  outputKeys: ['text'],
} as const;
const step = defineNode({
  ...common,
  type: 'step',
  title: 'Step',
  kind: 'task',
  ports: () => ({ inputs: [text('in')], outputs: [text('out')] }),
});
const each = defineNode({
  ...common,
  type: 'each',
  title: 'Each',
  kind: 'map',
  ports: () => ({ inputs: [text('list')], outputs: [text('results')] }),
  inside: () => ({ inputs: [text('result')], outputs: [text('item'), text('number')] }),
});
const held = defineNode({
  ...common,
  type: 'held',
  title: 'Held',
  kind: 'map',
  ports: () => ({ inputs: [text('in')], outputs: [text('out')] }),
  inside: () => ({ inputs: [text('out')], outputs: [text('in')] }),
  heldNodes: () => ({ nodes: [], edges: [] }),
});
const definitions = new Map([step, each, held].map((definition) => [definition.type, definition]));

const node = (id: string, type: string, parent?: string): FlowNode => ({
  ...{ id, type, version: 1, position: { x: 100, y: 100 }, config: {} },
  ...(parent === undefined ? {} : { parent }),
});
const thread = (from: string, to: string): FlowEdge => {
  const [source = '', sourceHandle = ''] = from.split('.');
  const [target = '', targetHandle = ''] = to.split('.');
  return { id: `${from} ${to}`, source, sourceHandle, target, targetHandle };
};
const flow = (edges: readonly (readonly [string, string])[] = []): FlowDocument => ({
  ...emptyFlow('f', 'F'),
  nodes: [
    ...[node('out', 'step'), node('outer', 'each'), node('a', 'step', 'outer'), node('b', 'step', 'outer')],
    ...[node('deep', 'each', 'outer'), node('c', 'step', 'deep'), node('h', 'held')],
  ],
  edges: edges.map(([from, to]) => thread(from, to)),
});
const lookups = createLookups(flow([['outer.item', 'a.in']]), definitions);
const refused = (from: string, to: string) => border.refusal(lookups, thread(from, to));

describe('the inner ports of a container', () => {
  it('[IT16] are ports like others: they have types, are wired or free, and stand behind those outside', () => {
    const { inputs, outputs } = portsOf(lookups, 'outer');
    expect(inputs.map(({ id, inner }) => [id, inner])).toEqual([
      ['list', undefined],
      ['result', true],
    ]);
    expect(outputs.map(({ id, state, inner }) => [id, state, inner])).toEqual([
      ['results', 'free', undefined],
      ['item', 'wired', true],
      ['number', 'free', true],
    ]);
    expect(portsOf(lookups, 'h').inputs).toHaveLength(1);
  });

  it.each([
    ['outer.item', 'a.in'],
    ['outer.item', 'c.in'],
    ['a.out', 'outer.result'],
    ['out.out', 'a.in'],
    ['out.out', 'outer.list'],
    ['out.out', 'c.in'],
    ['a.out', 'deep.list'],
    ['deep.results', 'outer.result'],
    ['deep.item', 'c.in'],
    ['outer.results', 'out.in'],
  ])('[IT16] a thread from %s to %s is taken', (from, to) => {
    expect(refused(from, to)).toBeNull();
  });

  it.each([
    ['outer.item', 'out.in', 'outer'],
    ['out.out', 'outer.result', 'outer'],
    ['a.out', 'out.in', 'outer'],
    ['a.out', 'outer.list', 'outer'],
    ['outer.results', 'a.in', 'outer'],
    ['c.out', 'outer.result', 'deep'],
    ['c.out', 'b.in', 'deep'],
    ['deep.item', 'a.in', 'deep'],
  ])('[IT16] a thread from %s to %s is refused, with the container that it would leave', (from, to, past) => {
    const named = createLookups(
      { ...lookups.document, nodes: lookups.document.nodes.map((each) => ({ ...each, label: each.id })) },
      definitions,
    );
    expect(border.refusal(named, thread(from, to))).toBe(
      `What is inside “${past}” is tied to its inner ports, and nothing else is.`,
    );
  });

  it('[IT16] a new step that hangs on one stands inside', () => {
    const from = { nodeId: 'outer', handle: 'item', side: 'output' } as const;
    expect(border.place(lookups, { x: 300, y: 250 }, { connectFrom: from })).toEqual([
      { x: 200, y: 150 },
      { connectFrom: from, parent: 'outer' },
    ]);
    const outside = { nodeId: 'outer', handle: 'results', side: 'output' } as const;
    const options = { connectFrom: outside };
    expect(border.place(lookups, { x: 300, y: 250 }, options)).toEqual([{ x: 300, y: 250 }, options]);
  });
});

describe('[IT17] what goes by itself', () => {
  const said = (document: FlowDocument, id: string) =>
    impliedThreads(document, definitions)
      .get(id)
      ?.map(
        ({ source, sourceHandle, target, targetHandle }) =>
          `${source}.${sourceHandle} ${target}.${targetHandle}`,
      );

  it('is what the engine adds, per container', () => {
    const document = flow();
    expect(said(document, 'outer')).toEqual([
      ...['outer.item a.in', 'outer.item b.in', 'outer.item deep.list'],
      ...['a.out outer.result', 'b.out outer.result', 'deep.results outer.result'],
    ]);
    expect(said(document, 'deep')).toEqual(['deep.item c.in', 'c.out deep.result']);
    expect(impliedThreads(document, definitions)).toBe(impliedThreads(document, definitions));
  });

  it('ends where a thread is pulled, for that side alone', () => {
    const document = flow([['outer.item', 'b.in']]);
    expect(said(document, 'outer')).toEqual([
      ...['a.out outer.result', 'b.out outer.result', 'deep.results outer.result'],
    ]);
  });
});
