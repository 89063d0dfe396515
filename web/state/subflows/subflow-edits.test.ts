import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowDocument, FlowNode } from '#shared/graph/document.ts';
import { nodeState } from '#shared/run/select.ts';
import { compileFlow } from '../../engine/core/compile.ts';
import { TEST_PROVIDERS } from '../../engine/core/testing.ts';
import { createNodeRegistry } from '../../engine/node-registry.ts';
import { hostOn } from '../../engine/testing/test-host.ts';
import { testDefinition, testRegistry } from '../../engine/testing/test-nodes.ts';
import { createTestRoom } from '../../engine/testing/test-room.ts';
import { createVirtualClock } from '../../engine/testing/virtual-clock.ts';
import { heldFlow } from '../../node-kit/held-flow.ts';
import type { NodeDefinition, NodeRunner } from '../../node-kit/types.ts';
import type { FlowEditor } from '../flow-editor.ts';
import { testEditor, testFlow, testNode } from '../testing.ts';
import { makeSubflow, unpackSubflow } from './subflow-edits.ts';

const real = createNodeRegistry();
const runSubflow = await real.runnerOf('subflow');
const port = (id: string) => ({ id, label: id, type: 'text' as const });

/** Tells by which port, in which order, what came. */
const mix: NodeRunner = ({ config, inputs }) => {
  const text = `${String(config['name'])}(${inputs.text.replaceAll('\n\n', '+')}|${inputs.at('b-in').length})`;
  return { text, parts: { 'a-out': { text: `${text}a` } } };
};
const breaks: NodeRunner = () => {
  throw new Error('It broke.');
};
const DEFINITIONS: readonly NodeDefinition[] = [
  testDefinition('mix', {
    fields: [{ key: 'name', label: 'name', type: 'text', default: '' }],
    ports: () => ({
      inputs: [port('a-in'), port('b-in')],
      outputs: [port('a-out'), port('b-out')],
    }),
  }),
  testDefinition('breaks'),
  testDefinition('needy', {
    fields: [{ key: 'what', label: 'What', type: 'text', default: '', required: true }],
  }),
  testDefinition('picky', { kind: 'branch' }),
  testDefinition('group', { kind: null }),
];
const registry = testRegistry([
  ...DEFINITIONS.map((definition) => ({ definition, run: definition.type === 'breaks' ? breaks : mix })),
  { definition: real.definitions.get('subflow') ?? testDefinition('none'), run: runSubflow },
]);

function editorOf(document: FlowDocument): FlowEditor {
  return testEditor(document, { definitions: registry.definitions });
}
let made = 0;
const core = (editor: FlowEditor) => ({
  lookups: () => editor.lookups,
  selectedNodes: () => editor.selectedNodes,
  select: editor.select,
  edit: editor.edit,
  canEdit: () => !editor.readOnly,
  newId: () => `made-${(made += 1)}`,
});
function make(editor: FlowEditor, nodes: readonly string[]): string | null {
  editor.select({ nodes });
  return makeSubflow(core(editor));
}
const subflowIn = ({ document }: FlowEditor) => document.nodes.find(({ type }) => type === 'subflow');
const unpack = (editor: FlowEditor) => unpackSubflow(core(editor), subflowIn(editor)?.id ?? '');

const compiled = (document: FlowDocument) =>
  compileFlow({
    ...{ document, definitions: registry.definitions, providers: TEST_PROVIDERS, demo: true },
    ...{ scope: { kind: 'all' }, useCache: true, usable: new Map() },
  });

/** What every drawn step put out, by its name. */
async function outputs(document: FlowDocument) {
  const plan = compiled(document);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const clock = createVirtualClock();
  const room = createTestRoom({ clock, plan: plan.plan });
  hostOn(room, { registry, clock });
  await clock.run();
  const entries = document.nodes.map(({ id, config, type }) => {
    const output = nodeState(room.state(), id)?.output;
    const kept = output?.kind === 'inline' ? output.output : null;
    return [type === 'subflow' ? 'subflow' : String(config['name']), kept] as const;
  });
  return { state: room.state(), by: Object.fromEntries(entries) };
}

/** Steps by name, and their threads in the order in which they come into each. */
function shapeOf({ nodes, edges }: FlowDocument) {
  const nameOf = new Map(nodes.map(({ id, config }) => [id, String(config['name'])]));
  const into = (node: FlowNode) =>
    edges
      .filter(({ target }) => target === node.id)
      .map((edge) => `${nameOf.get(edge.source) ?? '?'}.${edge.sourceHandle}>${edge.targetHandle}`);
  return nodes
    .map((node) => ({ name: nameOf.get(node.id), at: node.position, into: into(node) }))
    .toSorted((a, b) => String(a.name).localeCompare(String(b.name)));
}

const SIZE = 7;
const step = (at: number): FlowNode =>
  testNode(`s${at}`, 'mix', { position: { x: at * 40, y: (at % 3) * 80 }, config: { name: `s${at}` } });
const flows = fc.record({
  threads: fc.uniqueArray(
    fc.tuple(
      fc.nat(SIZE - 2),
      fc.integer({ min: 1, max: SIZE - 1 }),
      fc.constantFrom('a', 'b'),
      fc.constantFrom('a', 'b'),
    ),
    { maxLength: 14, selector: String },
  ),
  chosen: fc.uniqueArray(fc.nat(SIZE - 1), { minLength: 1, maxLength: 5 }),
});
const flowOf = (threads: readonly (readonly [number, number, string, string])[]) =>
  testFlow(
    Array.from({ length: SIZE }, (_, at) => step(at)),
    threads.flatMap(([from, to, out, into]) =>
      from < to ? [`s${from}.${out}-out > s${to}.${into}-in`] : [],
    ),
  );
/** The flow with the chosen steps made one; cases in which that is refused do not count. */
function withSubflow(before: FlowDocument, chosen: readonly number[]): FlowEditor {
  const editor = editorOf(before);
  const refusal = make(
    editor,
    chosen.map((at) => `s${at}`),
  );
  fc.pre(refusal === null);
  return editor;
}

const THREE = testFlow(
  [step(0), step(1), step(2)],
  ['s0.a-out > s1.a-in', 's1.b-out > s2.a-in', 's0.b-out > s2.a-in'],
);

describe('a subflow', () => {
  it('[SF1] any steps made one put out the same, and so do all the others', async () => {
    await fc.assert(
      fc.asyncProperty(flows, async ({ threads, chosen }) => {
        const before = flowOf(threads);
        const editor = withSubflow(before, chosen);
        const then = (await outputs(before)).by;
        const now = await outputs(editor.document);
        expect(now.state).toMatchObject({ phase: 'completed', outcome: 'ok' });
        const { subflow, ...others } = now.by;
        for (const [name, output] of Object.entries(others))
          expect([name, output]).toEqual([name, then[name]]);
        const { outputs: ports } = heldFlow(subflowIn(editor)?.config ?? {});
        if (ports.length > 1) expect(Object.keys(subflow?.parts ?? {})).toEqual(ports.map(({ id }) => id));
      }),
      { numRuns: 60 },
    );
  });

  it('[SF2] what was made and unpacked is the same graph; each is one undo step', () => {
    fc.assert(
      fc.property(flows, ({ threads, chosen }) => {
        const before = flowOf(threads);
        const editor = withSubflow(before, chosen);
        expect(editor.document.nodes).toHaveLength(SIZE - chosen.length + 1);
        expect(unpack(editor)).toBeNull();
        expect(shapeOf(editor.document)).toEqual(shapeOf(before));
        editor.undo();
        expect(subflowIn(editor)).toBeDefined();
        editor.undo();
        expect(shapeOf(editor.document)).toEqual(shapeOf(before));
      }),
      { numRuns: 100 },
    );
  });

  it('[SF3] nests, with groups and all, and fails as one where a step inside fails', async () => {
    const editor = editorOf({
      ...THREE,
      nodes: [testNode('g', 'group'), ...THREE.nodes.map((node) => ({ ...node, parent: 'g' }))],
    });
    expect(make(editor, ['s1'])).toBeNull();
    expect(subflowIn(editor)?.parent).toBe('g');
    expect(make(editor, ['g'])).toBeNull();
    expect(editor.document.nodes).toHaveLength(1);
    const whole = await outputs(editor.document);
    expect(whole.by['subflow']?.text).toBe((await outputs(THREE)).by['s2']?.parts?.['a-out']?.text);
    const broken = {
      ...THREE,
      nodes: THREE.nodes.map((n) => (n.id === 's1' ? { ...n, type: 'breaks' } : n)),
    };
    const edges = THREE.edges.map((edge) => ({
      ...edge,
      ...(edge.target === 's1' ? { targetHandle: 'text-in' } : {}),
      ...(edge.source === 's1' ? { sourceHandle: 'text-out' } : {}),
    }));
    const failing = editorOf({ ...broken, edges });
    expect(make(failing, ['s1', 's2'])).toBeNull();
    const { state } = await outputs(failing.document);
    expect(nodeState(state, subflowIn(failing)?.id ?? '')).toMatchObject({ phase: 'failed' });
  });

  it('[SF4] is refused with the reason where it could not do the same', () => {
    const editor = editorOf(THREE);
    expect(make(editor, ['s0', 's2'])).toContain('stands between');
    const more = editorOf(
      testFlow([
        testNode('p', 'picky'),
        testNode('g', 'group'),
        testNode('a', 'mix', { parent: 'g' }),
        testNode('b', 'mix'),
        testNode('u', 'from another Weft'),
      ]),
    );
    expect(make(more, [])).toContain('Select a step');
    expect(make(more, ['p'])).toContain('one way or another');
    expect(make(more, ['a', 'b'])).toContain('different groups');
    expect(make(more, ['u'])).toContain('does not know the type');
    expect(unpackSubflow(core(more), 'a')).toContain('Select one subflow');
    expect(subflowIn(more)).toBeUndefined();
  });

  it('[SF5] says what is wrong inside at itself, and is no more than a flow may hold', () => {
    const editor = editorOf(testFlow([testNode('x', 'needy', { label: 'Ask' })]));
    expect(make(editor, ['x'])).toBeNull();
    const id = subflowIn(editor)?.id;
    expect(compiled(editor.document)).toMatchObject({
      ok: false,
      problems: [{ nodeId: id, error: { message: expect.stringContaining('Inside, at “Ask”') as string } }],
    });
    const node = (flow: string) => testFlow([testNode('sub', 'subflow', { config: { flow } })]);
    for (const flow of [
      '{}',
      'null',
      '7',
      '{"nodes":[null,7,{"id":1},{"id":"a","type":"mix"}]}',
      '[',
      '{"nodes":{}}',
    ])
      expect(compiled(node(flow)).ok).toBe(false);
    const many = Array.from({ length: 10_001 }, (_, at) => testNode(`n${at}`, 'mix'));
    const large = compiled(node(JSON.stringify({ nodes: many, edges: [] })));
    expect(large).toMatchObject({ ok: false, problems: [{ error: { code: 'too-many-nodes' } }] });
  });
});
