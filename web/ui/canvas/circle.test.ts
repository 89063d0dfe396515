import { describe, expect, it } from 'vitest';
import { circleNodes, type Threads } from './circle.ts';

function threads(lines: readonly string[], parents: { readonly [nodeId: string]: string } = {}): Threads {
  const edges = lines.map((line) => {
    const [source = '', target = ''] = line.split('>');
    return { source, target };
  });
  const ids = [...new Set(edges.flatMap(({ source, target }) => [source, target]))];
  const by = (end: 'source' | 'target') =>
    new Map(ids.map((id) => [id, edges.filter((edge) => edge[end] === id)]));
  return {
    nodeById: new Map(ids.map((id) => [id, { parent: parents[id] }])),
    edgesByTarget: by('target'),
    edgesBySource: by('source'),
  };
}

describe('where a thread would close a circle', () => {
  const line = threads(['a>b', 'b>c', 'a>d']);
  const at = (nodeId: string, side: 'input' | 'output', flow = line) =>
    [...circleNodes({ nodeId, handle: 'text', side }, flow)].sort();

  it('is everything before an output, and everything behind an input', () => {
    expect(at('c', 'output')).toEqual(['a', 'b']);
    expect(at('a', 'output')).toEqual([]);
    expect(at('a', 'input')).toEqual(['b', 'c', 'd']);
    expect(at('d', 'input')).toEqual([]);
  });

  it('is nowhere between a container and what it holds', () => {
    const loop = threads(['start>box', 'box>in', 'in>out', 'out>box', 'box>end'], { in: 'box', out: 'box' });
    expect(at('out', 'output', loop)).toEqual(['in']);
    expect(at('box', 'output', loop)).toEqual(['start']);
    expect(at('end', 'output', loop)).toEqual(['box', 'start']);
  });

  it('is found in a flow that has a circle already', () => {
    expect(at('a', 'output', threads(['a>b', 'b>a']))).toEqual(['b']);
  });
});
