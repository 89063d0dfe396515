import { describe, expect, it } from 'vitest';
import { diffFlows, isSameFlow, type FlowDiff } from './diff.ts';
import { emptyFlow, type FlowDocument, type FlowEdge, type FlowNode } from './document.ts';

const node = (id: string, more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type: 'llm',
  version: 1,
  position: { x: 0, y: 0 },
  config: {},
  ...more,
});
const edge = (source: string, target: string, id = `${source}-${target}`): FlowEdge => ({
  id,
  source,
  sourceHandle: 'text-out',
  target,
  targetHandle: 'text-in',
});
const flow = (more: Partial<FlowDocument>): FlowDocument => ({ ...emptyFlow('flow', 'Flow'), ...more });

const NOTHING: FlowDiff = {
  name: null,
  settings: [],
  added: [],
  removed: [],
  changed: [],
  threadsAdded: [],
  threadsRemoved: [],
  reordered: [],
};

describe('what changed between two states of a flow', () => {
  it('[SH4] nothing, when they are the same in other words', () => {
    const before = flow({ nodes: [node('a', { config: { x: 1, y: { z: 2 } } })], edges: [edge('a', 'b')] });
    const after = flow({
      id: 'another',
      nodes: [node('a', { config: { y: { z: 2 }, x: 1 }, disabled: false, label: '', version: 2 })],
      edges: [edge('a', 'b', 'made-anew')],
    });
    expect(diffFlows(before, after)).toEqual(NOTHING);
    expect(isSameFlow(diffFlows(before, after))).toBe(true);
  });

  it('nodes and threads that are new or gone', () => {
    const [a, b, c] = [node('a'), node('b'), node('c')];
    const diff = diffFlows(
      flow({ nodes: [a, b], edges: [edge('a', 'b')] }),
      flow({ nodes: [a, c], edges: [edge('a', 'c')] }),
    );
    expect(diff).toEqual({
      ...NOTHING,
      added: [c],
      removed: [b],
      threadsAdded: [edge('a', 'c')],
      threadsRemoved: [edge('a', 'b')],
    });
    expect(isSameFlow(diff)).toBe(false);
  });

  it('fields, down to a single parameter; a place is no field', () => {
    const before = node('a', {
      label: 'Draft',
      config: { prompt: 'old', parameters: { top_p: 1, seed: 4 }, list: [1], gone: true },
    });
    const after = node('a', {
      label: 'Sketch',
      disabled: true,
      position: { x: 8, y: 0 },
      config: { prompt: 'new', parameters: { top_p: 0.5, seed: 4 }, list: [1, 2], fresh: null },
    });
    expect(diffFlows(flow({ nodes: [before] }), flow({ nodes: [after] }))).toEqual({
      ...NOTHING,
      changed: [
        {
          before,
          after,
          moved: true,
          fields: [
            { path: ['label'], before: 'Draft', after: 'Sketch' },
            { path: ['disabled'], before: undefined, after: true },
            { path: ['config', 'prompt'], before: 'old', after: 'new' },
            { path: ['config', 'parameters', 'top_p'], before: 1, after: 0.5 },
            { path: ['config', 'list'], before: [1], after: [1, 2] },
            { path: ['config', 'gone'], before: true, after: undefined },
            { path: ['config', 'fresh'], before: undefined, after: null },
          ],
        },
      ],
    });
  });

  it('a node that was only moved has no fields', () => {
    const [before, after] = [node('a'), node('a', { position: { x: 8, y: 8 } })];
    expect(diffFlows(flow({ nodes: [before] }), flow({ nodes: [after] })).changed).toEqual([
      { before, after, fields: [], moved: true },
    ]);
  });

  it('name and settings', () => {
    expect(
      diffFlows(
        flow({ settings: { concurrency: 2, defaultModel: 'one' } }),
        flow({ name: 'Other', settings: { defaultModel: 'two' } }),
      ),
    ).toEqual({
      ...NOTHING,
      name: { before: 'Flow', after: 'Other' },
      settings: [
        { path: ['concurrency'], before: 2, after: undefined },
        { path: ['defaultModel'], before: 'one', after: 'two' },
      ],
    });
  });

  it('threads into a node in another order, which changes how texts are joined', () => {
    const [first, second, third] = [edge('a', 'c'), edge('b', 'c'), edge('d', 'c')];
    expect(diffFlows(flow({ edges: [first, second] }), flow({ edges: [second, first] })).reordered).toEqual([
      'c',
    ]);
    expect(
      diffFlows(flow({ edges: [first, second] }), flow({ edges: [third, first, second] })),
    ).toMatchObject({ reordered: [], threadsAdded: [third] });
  });
});
