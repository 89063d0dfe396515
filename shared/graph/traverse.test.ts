import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downstream, partialRun, upstream, type Link } from './traverse.ts';

const links: Link[] = [
  { source: 'idea', target: 'enhance' },
  { source: 'enhance', target: 'story' },
  { source: 'side', target: 'story' },
  { source: 'story', target: 'out' },
];
const nodes = ['idea', 'enhance', 'side', 'story', 'out'];

describe('which nodes a run touches', () => {
  it('follows threads both ways', () => {
    expect([...downstream(links, 'enhance')].sort()).toEqual(['enhance', 'out', 'story']);
    expect([...upstream(links, 'story')].sort()).toEqual(['enhance', 'idea', 'side', 'story']);
  });

  it('from a node: also runs a side branch of a descendant that has nothing stored', () => {
    const { run, feed } = partialRun(nodes, links, { kind: 'from', nodeId: 'enhance' }, new Set(['idea']));
    expect([...run].sort()).toEqual(['enhance', 'out', 'side', 'story']);
    expect([...feed]).toEqual(['idea']);
  });

  it('from a node: takes what is stored and runs nothing above it', () => {
    const { run, feed } = partialRun(
      nodes,
      links,
      { kind: 'from', nodeId: 'story' },
      new Set(['enhance', 'side']),
    );
    expect([...run].sort()).toEqual(['out', 'story']);
    expect([...feed].sort()).toEqual(['enhance', 'side']);
  });

  it('up to a node: the node and its ancestors', () => {
    expect(
      [...partialRun(nodes, links, { kind: 'upto', nodeId: 'enhance' }, new Set(nodes)).run].sort(),
    ).toEqual(['enhance', 'idea']);
  });

  it('only: the node, and what it cannot do without', () => {
    expect([
      ...partialRun(nodes, links, { kind: 'only', nodeId: 'story' }, new Set(['side', 'enhance'])).run,
    ]).toEqual(['story']);
    expect(
      [...partialRun(nodes, links, { kind: 'only', nodeId: 'story' }, new Set(['side'])).run].sort(),
    ).toEqual(['enhance', 'idea', 'story']);
  });

  it('every input of a node that runs either runs or is fed from the store', () => {
    const graph = fc.integer({ min: 1, max: 10 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        pairs: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 }),
        usable: fc.uniqueArray(fc.nat(size - 1)),
        start: fc.nat(size - 1),
      }),
    );
    fc.assert(
      fc.property(
        graph,
        fc.constantFrom('from' as const, 'only' as const),
        ({ size, pairs, usable, start }, kind) => {
          const ids = Array.from({ length: size }, (_, index) => `n${index}`);
          const some = pairs
            .filter(([a, b]) => a < b)
            .map(([a, b]) => ({ source: `n${a}`, target: `n${b}` }));
          const stored = new Set(usable.map((index) => `n${index}`));
          const { run, feed } = partialRun(ids, some, { kind, nodeId: `n${start}` }, stored);
          expect(run.has(`n${start}`)).toBe(true);
          for (const link of some)
            if (run.has(link.target)) expect(run.has(link.source) || feed.has(link.source)).toBe(true);
          for (const id of feed) expect(stored.has(id) && !run.has(id)).toBe(true);
        },
      ),
    );
  });
});
