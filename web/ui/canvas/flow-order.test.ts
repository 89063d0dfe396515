import { expect, test } from 'vitest';
import { emptyFlow, type FlowDocument, type FlowEdge } from '#shared/graph/document.ts';
import { flowOrder, followThread, stepInOrder } from './flow-order.ts';

const places: Record<string, { x: number; y: number }> = {
  idea: { x: 0, y: 0 },
  wren: { x: 0, y: 300 },
  story: { x: 300, y: 100 },
  cover: { x: 300, y: 0 },
  out: { x: 600, y: 0 },
};
const placeOf = (id: string) => places[id] ?? { x: 0, y: 0 };
const edge = (source: string, target: string): FlowEdge => ({
  id: `${source}>${target}`,
  source,
  sourceHandle: 'text-out',
  target,
  targetHandle: 'text-in',
});
const edges = [edge('idea', 'story'), edge('idea', 'cover'), edge('wren', 'story'), edge('story', 'out')];
const flow = (ids: string[], wires: FlowEdge[]): FlowDocument => ({
  ...emptyFlow('f', 'F'),
  nodes: ids.map((id) => ({ id, type: 't', version: 1, position: placeOf(id), config: {} })),
  edges: wires,
});
const links = {
  into: (id: string) => edges.filter((each) => each.target === id),
  outOf: (id: string) => edges.filter((each) => each.source === id),
};

test('the order follows the threads, top to bottom where nothing decides', () => {
  expect(flowOrder(flow(['out', 'wren', 'story', 'cover', 'idea'], edges), placeOf)).toEqual([
    'idea',
    'wren',
    'cover',
    'story',
    'out',
  ]);
});

test('nodes on a cycle are not lost', () => {
  const circle = [edge('idea', 'story'), edge('story', 'idea')];
  expect(flowOrder(flow(['wren', 'story', 'idea'], circle), placeOf)).toEqual(['wren', 'story', 'idea']);
});

test('stepping goes round the ends and starts at either of them', () => {
  expect(stepInOrder(['a', 'b'], null, 1)).toBe('a');
  expect(stepInOrder(['a', 'b'], null, -1)).toBe('b');
  expect(stepInOrder(['a', 'b'], 'b', 1)).toBe('a');
  expect(stepInOrder(['a', 'b'], 'a', -1)).toBe('b');
  expect(stepInOrder([], null, 1)).toBeNull();
});

test('a thread is followed back, forward and between siblings', () => {
  expect(followThread('story', 'back', links, placeOf)).toBe('idea');
  expect(followThread('idea', 'forward', links, placeOf)).toBe('cover');
  expect(followThread('story', 'up', links, placeOf)).toBe('cover');
  expect(followThread('cover', 'down', links, placeOf)).toBe('story');
  expect(followThread('idea', 'down', links, placeOf)).toBe('wren');
  expect(followThread('out', 'forward', links, placeOf)).toBeNull();
});
