import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowNode } from './document.ts';
import { loadFlow } from './load.ts';
import { flowFileName, flowFileText } from './save.ts';

const node = (id: string, more: object = {}) => ({
  id,
  type: 'template',
  version: 1,
  position: { x: 0, y: 0 },
  config: {},
  ...more,
});
const edge = (id: string, source: string, target: string) => ({
  id,
  source,
  sourceHandle: 'text-out',
  target,
  targetHandle: 'text-in',
});

describe('opening a flow', () => {
  it.each([
    ['text', 'hello', 'This file is not a flow'],
    ['null', null, 'This file is not a flow'],
    ['a list', [], 'This file is not a flow'],
    ['no nodes', { id: 'f', name: 'F' }, 'nodes is missing'],
    ['no id', { name: 'F', nodes: [] }, 'id is missing'],
    ['a newer format', { formatVersion: 99, id: 'f', nodes: [] }, 'newer Weft'],
    [
      'nodes that are none',
      { id: 'f', nodes: [{ id: 'a', type: 'llm', config: {} }, 7] },
      'none of its nodes can be read. nodes[0].position',
    ],
  ])('[PF4] refuses %s with the reason and the place', (_, input, words) => {
    const result = loadFlow(input);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.error.message).toContain(words);
  });

  it.each([
    [
      'n8n workflow',
      {
        id: 'w',
        name: 'W',
        nodes: [{ id: 'a', type: 'n8n-nodes-base.set', typeVersion: 3, position: [0, 0], parameters: {} }],
        connections: {},
      },
    ],
    [
      'n8n workflow',
      { nodes: [{ id: 'a', type: 'n8n-nodes-base.set', typeVersion: 3, parameters: {} }], id: 'w' },
    ],
    [
      'ComfyUI workflow',
      { id: 'w', last_node_id: 4, nodes: [{ id: 4, type: 'KSampler', pos: [0, 0] }], links: [] },
    ],
    ['ComfyUI workflow', { 3: { class_type: 'KSampler', inputs: { seed: 1 } } }],
    [
      'React Flow document',
      {
        id: 'w',
        nodes: [{ id: '1', position: { x: 0, y: 0 }, data: { label: 'a' } }],
        edges: [],
        viewport: { x: 0, y: 0, zoom: 1 },
      },
    ],
    ['Flowise flow', { nodes: [{ id: 'a', type: 'customNode', data: { inputAnchors: [] } }], edges: [] }],
    ['Langflow flow', { name: 'L', id: 'w', data: { nodes: [], edges: [] }, endpoint_name: null }],
    ['Dify workflow', { kind: 'app', version: '0.1', workflow: { graph: {} } }],
    ['ChainForge flow', { flow: { nodes: [] }, cache: {} }],
    ['Node-RED flow', [{ id: 'a', type: 'inject', wires: [['b']] }]],
  ])('[PF4] refuses a %s by its name', (name, input) => {
    const result = loadFlow(input);
    expect(!result.ok && result.error).toMatchObject({
      code: 'not-a-flow',
      message: expect.stringMatching(new RegExp(`^This is not a flow of Weft: it is an? ${name}\\.`)),
    });
  });

  it('mends what can be mended and says what it did', () => {
    const result = loadFlow({
      formatVersion: 1,
      id: 'f',
      name: 'F',
      nodes: [
        node('a'),
        node('a', { label: 'Second' }),
        node('a', { label: 'Third' }),
        node('b', { parent: 'gone' }),
        { id: 'c' },
      ],
      edges: [edge('e1', 'a', 'b'), edge('e1', 'a', 'b'), edge('e1', 'a-2', 'b'), edge('e2', 'a', 'gone'), 7],
    });
    expect(result.ok && result.document.nodes.map(({ id, label }) => [id, label])).toEqual([
      ['a', undefined],
      ['a-2', 'Second'],
      ['a-3', 'Third'],
      ['b', undefined],
    ]);
    expect(result.ok && result.document.edges.map(({ id, source }) => [id, source])).toEqual([
      ['e1', 'a'],
      ['e1-2', 'a-2'],
    ]);
    const kinds = result.ok ? result.repairs.map(({ kind }) => kind) : [];
    expect([...new Set(kinds)].sort()).toEqual(
      [
        'bad-edge',
        'bad-node',
        'dangling-edge',
        'duplicate-edge-id',
        'duplicate-node',
        'missing-parent',
      ].sort(),
    );
  });

  it('[PF4] takes groups that lie in each other apart, whatever lies in them, and names each', () => {
    const nodes = [
      node('a', { parent: 'b' }),
      node('b', { parent: 'c' }),
      node('c', { parent: 'b' }),
      node('d', { parent: 'd', label: 'Own' }),
      node('e', { parent: 'd' }),
    ];
    const result = loadFlow({ id: 'f', nodes });
    expect(result.ok && result.document.nodes.map(({ id, parent }) => [id, parent])).toEqual([
      ['a', 'b'],
      ['b', undefined],
      ['c', undefined],
      ['d', undefined],
      ['e', 'd'],
    ]);
    expect(result.ok && result.repairs.map(({ kind, message }) => [kind, message.split(' ')[1]])).toEqual(
      ['b', 'c', 'Own'].map((name) => ['parent-circle', name]),
    );
  });

  it('[PF5] costs a node or the settings no more than the member that cannot be read, and names it', () => {
    const result = loadFlow({
      id: 'f',
      nodes: [node('a', { asks: 'sometimes', label: 'Kept' }), node('b', { size: { width: -1, height: 9 } })],
      settings: { concurrency: 1_000, approvals: 'on-error', defaultModel: 7 },
    });
    expect(result).toEqual({
      ok: true,
      document: {
        ...{ formatVersion: 1, id: 'f', name: 'Untitled flow', edges: [] },
        nodes: [node('a', { label: 'Kept' }), node('b')],
        settings: { approvals: 'on-error' },
      },
      repairs: [
        ...['nodes[0].asks', 'nodes[1].size'].map((where) => ({
          ...{ kind: 'bad-member', message: `${where} could not be read; it was left out.` },
        })),
        ...['settings.defaultModel', 'settings.concurrency'].map((where) => ({
          ...{ kind: 'bad-settings', message: `${where} could not be read; it was left out.` },
        })),
      ],
    });
    expect(loadFlow({ id: 'f', nodes: [], settings: [] })).toMatchObject({
      document: { settings: {} },
      repairs: [{ kind: 'bad-settings' }],
    });
  });

  it('[PF5] keeps members that it does not know, of nodes and settings, and writes them back untouched', () => {
    const future = { memo: { b: 1, a: [2] }, pinned: true };
    const read = loadFlow({
      ...{ formatVersion: 1, id: 'f', name: 'F', edges: [] },
      nodes: [node('a', future)],
      settings: { retries: 3, concurrency: 2 },
    });
    if (!read.ok) throw new Error(read.error.message);
    expect(read.repairs).toEqual([]);
    const written = JSON.parse(flowFileText(read.document));
    expect(written.nodes).toEqual([node('a', future)]);
    expect(written.settings).toEqual({ retries: 3, concurrency: 2 });
    const forged = { ...read.document.nodes[0], foreign: { id: 'z', type: 'other' } } as FlowNode;
    expect(JSON.parse(flowFileText({ ...read.document, nodes: [forged] })).nodes).toEqual([node('a')]);
  });

  it('keeps nodes of unknown type as they are', () => {
    const result = loadFlow({
      id: 'f',
      nodes: [node('a', { type: 'fromTheFuture', config: { deep: { x: [1] } } })],
    });
    expect(result.ok && result.document.nodes[0]).toMatchObject({
      type: 'fromTheFuture',
      config: { deep: { x: [1] } },
    });
  });

  it('brings in a flow of agentic-ide', () => {
    const result = loadFlow({
      id: 'f',
      name: 'Old',
      providerId: 'mistral',
      nodes: [
        {
          id: 'a',
          type: 'translator',
          position: { x: 1, y: 2 },
          data: { language: 'pt', status: 'complete', providerId: 'glm', model: 'glm-4.7' },
        },
      ],
      edges: [],
    });
    expect(result.ok && result.document.nodes[0]?.config).toEqual({
      language: 'pt',
      model: { provider: 'glm', model: 'glm-4.7', parameters: {} },
    });
    expect(result.ok && result.document.settings.defaultProvider).toBe('mistral');
  });

  it('takes any JSON without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(typeof loadFlow(value).ok).toBe('boolean');
      }),
    );
  });
});

describe('saving a flow', () => {
  it('gives the same text for the same flow, whatever the order of keys, and opens to the same flow', () => {
    const config = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.jsonValue(), { maxKeys: 5 });
    fc.assert(
      fc.property(config, (values) => {
        const first = loadFlow({ id: 'f', name: 'F', nodes: [node('a', { config: values })] });
        const reversed = Object.fromEntries(Object.entries(values).reverse());
        const second = loadFlow({ id: 'f', name: 'F', nodes: [node('a', { config: reversed })] });
        if (!first.ok || !second.ok) throw new Error('fixture');
        const text = flowFileText(first.document);
        expect(flowFileText(second.document)).toBe(text);
        const again = loadFlow(JSON.parse(text));
        expect(again.ok && flowFileText(again.document)).toBe(text);
      }),
    );
  });

  it('names files for people', () => {
    expect(flowFileName('Night market: picture book')).toBe('night-market-picture-book.flow.json');
    expect(flowFileName('///')).toBe('flow.flow.json');
  });
});
