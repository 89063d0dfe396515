import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelsOf, topologicalOrder, type IndexedGraph } from './topology.ts';

const arbitraryGraph: fc.Arbitrary<IndexedGraph> = fc
  .integer({ min: 1, max: 20 })
  .chain((size) =>
    fc
      .array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 40 })
      .map((edges) => ({ size, edges })),
  );

const acyclic: fc.Arbitrary<IndexedGraph> = arbitraryGraph.map(({ size, edges }) => ({
  size,
  edges: edges.filter(([a, b]) => a !== b).map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a])),
}));

describe('order and levels', () => {
  it('places every node of an acyclic graph after its inputs', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        const { order, cycle } = topologicalOrder(graph);
        expect(cycle).toEqual([]);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: graph.size }, (_, i) => i));
        const at = new Map(order.map((node, index) => [node, index]));
        for (const [source, target] of graph.edges) expect(at.get(source)).toBeLessThan(at.get(target) ?? -1);
      }),
    );
  });

  it('gives a node the level after its deepest input', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        const level = new Map<number, number>();
        levelsOf(graph).levels.forEach((nodes, index) => nodes.forEach((node) => level.set(node, index)));
        for (let node = 0; node < graph.size; node += 1) {
          const inputs = graph.edges
            .filter(([, target]) => target === node)
            .map(([source]) => level.get(source) ?? -1);
          expect(level.get(node)).toBe(inputs.length === 0 ? 0 : Math.max(...inputs) + 1);
        }
      }),
    );
  });

  it('names nodes that really lie on one cycle, whenever there is one', () => {
    fc.assert(
      fc.property(arbitraryGraph, (graph) => {
        const { order, cycle } = topologicalOrder(graph);
        expect(cycle.length === 0).toBe(order.length === graph.size);
        cycle.forEach((node, index) => {
          const next = cycle[(index + 1) % cycle.length];
          expect(graph.edges.some(([source, target]) => source === node && target === next)).toBe(true);
        });
      }),
    );
  });
});
