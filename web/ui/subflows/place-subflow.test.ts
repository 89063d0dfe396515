import { describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import { heldFlow, SUBFLOW_TYPE } from '../../node-kit/held-flow.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { AppState, ToastWish } from '../../state/app-state.ts';
import type { FlowEditor } from '../../state/flow-editor.ts';
import { heldOf, savedInMemory } from '../../state/subflows/testing.ts';
import { testDefinitions, testEditor, testFlow, testNode } from '../../state/testing.ts';
import { placeSubflow } from './place-subflow.ts';
import { subflowCommands } from './subflow-commands.ts';
import { subflowGroup } from './subflow-items.ts';

const base = testDefinitions.get('story');
if (base === undefined) throw new Error('no story');
const subflow: NodeDefinition = {
  ...base,
  ...{ type: SUBFLOW_TYPE, title: 'Subflow', kind: 'map', model: null, adapters: false, ports: heldFlow },
  fields: [{ key: 'flow', label: 'Steps', type: 'json', default: '{}', hidden: true }],
};
const definitions = new Map(testDefinitions).set(SUBFLOW_TYPE, subflow);
const port = (id: string, type: 'text' | 'image') => ({ id, label: id, type });
const POLISH = heldOf('one').replace(
  '"inputs":[],"outputs":[]',
  `"inputs":${JSON.stringify([port('in-1', 'text')])},"outputs":${JSON.stringify([port('out-1', 'text')])}`,
);
const PAINT = heldOf('two').replace('"inputs":[]', `"inputs":${JSON.stringify([port('in-1', 'image')])}`);
const at = { x: 8, y: 16 };

async function scene(
  nodes = [testNode('p', 'prompt'), testNode('o', 'output')],
  edges: readonly string[] = [],
) {
  const { library } = await savedInMemory();
  await library.save({ name: 'Polish', flow: POLISH }, 'polish');
  const toasts: ToastWish[] = [];
  const app = {
    subflows: () => Promise.resolve(library),
    toasts: { show: (toast: ToastWish) => toasts.push(toast) },
  } as unknown as AppState;
  const editor = testEditor(testFlow(nodes, edges), { definitions });
  const place = (more: { readonly into?: string; readonly from?: boolean } = {}, id = 'polish') =>
    placeSubflow(app, editor, {
      ...{ row: `subflow:${id}`, at, into: more.into },
      from: more.from ? { nodeId: 'p', handle: 'text-out', side: 'output' } : null,
    });
  return { library, toasts, editor, place };
}
const threads = ({ document }: FlowEditor) =>
  document.edges.map(({ source, sourceHandle, target, targetHandle }) =>
    [source, sourceHandle, target, targetHandle].join(' '),
  );

describe('using a subflow of one’s own', () => {
  it('[SF7] puts a copy into the flow, in one undo step; neither follows the other', async () => {
    const { library, editor, place } = await scene();
    const id = (await place()) ?? '';
    expect(editor.nodeById.get(id)).toMatchObject({
      ...{ type: SUBFLOW_TYPE, label: 'Polish', position: { x: 8, y: 16 } },
      config: { flow: POLISH, saved: 'polish' },
    });
    await library.save({ name: 'Polish', flow: PAINT }, 'polish');
    await library.remove('polish');
    expect(editor.nodeById.get(id)?.config).toMatchObject({ flow: POLISH });
    editor.undo();
    expect(editor.nodeById.size).toBe(2);
  });

  it('[SF7] hangs on the thread that was pulled, or goes into the one that is there', async () => {
    const pulled = await scene();
    const first = await pulled.place({ from: true });
    expect(threads(pulled.editor)).toEqual([`p text-out ${first ?? ''} in-1`]);
    const into = await scene(undefined, ['p.text-out > o.text-in']);
    const [edge] = into.editor.document.edges;
    const put = await into.place({ into: edge?.id ?? '', from: true });
    expect(threads(into.editor)).toEqual([`${put ?? ''} out-1 o text-in`, `p text-out ${put ?? ''} in-1`]);
  });

  it('[SF7] is listed where a thread fits it, and to people who may change the flow', async () => {
    const { library, editor } = await scene();
    await library.save({ name: 'Paint', flow: PAINT }, 'paint');
    const names = (side?: 'output') =>
      subflowGroup(editor, library.items, side && { nodeId: 'p', handle: 'text-out', side }).flatMap(
        ({ items }) => items.map(({ label }) => label),
      );
    expect([names(), names('output')]).toEqual([['Paint', 'Polish'], ['Polish']]);
    editor.readOnly = true;
    expect(names()).toEqual([]);
  });

  it('[SF8] what holds itself is refused by name, added or pasted, and nothing is changed', async () => {
    const { library, toasts, editor, place } = await scene();
    // Under another id it was no circle when it was kept.
    await library.restore({
      ...{ id: 'round', name: 'Round', createdAt: 1, updatedAt: 1 },
      flow: heldOf('x', { saved: 'round', label: 'Round' }),
    });
    expect(await place({}, 'round')).toBeNull();
    expect(toasts).toMatchObject([{ title: 'Round was not added' }]);
    expect(toasts[0]?.text).toMatch(/“Round” would hold itself/);
    expect(await place({}, 'gone')).toBeNull();
    const clip = (saved: string, inner: string) =>
      JSON.stringify({
        ...{ weft: 'clip', version: 1, edges: [] },
        nodes: [
          testNode('s', SUBFLOW_TYPE, {
            config: { saved, flow: heldOf('x', { saved: inner, label: 'In' }) },
          }),
        ],
      });
    const pasted = await editor.paste(clip('a', 'a'));
    expect(pasted.ok ? '' : pasted.error.message).toMatch(/“In” would hold itself/);
    expect(editor.nodeById.size).toBe(2);
    expect((await editor.paste(clip('a', 'b'))).ok).toBe(true);
  });

  it('[SF10] steps inside count among those that a flow may have, added or pasted', async () => {
    const inside = Array.from({ length: LIMITS.nodesPerFlow - 2 }, (_, index) =>
      testNode(`s${index}`, 'prompt'),
    );
    const flow = JSON.stringify({ nodes: inside, edges: [], inputs: [], outputs: [] });
    const { toasts, editor, place } = await scene([testNode('many', SUBFLOW_TYPE, { config: { flow } })]);
    expect(await place()).toBeNull();
    expect(toasts[0]?.text).toBe('This flow has room for 1 more step, those inside subflows counted.');
    const nodes = [testNode('s', SUBFLOW_TYPE, { config: { flow: POLISH } })];
    const pasted = await editor.paste(JSON.stringify({ weft: 'clip', version: 1, edges: [], nodes }));
    expect(pasted).toMatchObject({ ok: false, error: { code: 'too-many-nodes' } });
    const one = [testNode('s', 'prompt')];
    expect((await editor.paste(JSON.stringify({ weft: 'clip', version: 1, edges: [], nodes: one }))).ok).toBe(
      true,
    );
  });

  it('[SF11] the palette offers what can be done with the selection, and says why not', async () => {
    const { editor, place } = await scene(undefined, ['p.text-out > o.text-in']);
    const offered = () =>
      subflowCommands(editor).map(({ act, disabledReason }) => [act, disabledReason ?? '']);
    expect(offered()).toEqual([['import', '']]);
    editor.select({ nodes: ['p'] });
    expect(offered()).toEqual([
      ['make', ''],
      ['import', ''],
    ]);
    const id = (await place()) ?? '';
    expect(offered().map(([act]) => act)).toEqual(['unpack', 'save', 'import']);
    editor.select({ nodes: [editor.addNode('note', at) ?? ''] });
    expect(offered()[0]).toEqual(['make', 'Select a step that runs first.']);
    editor.readOnly = true;
    editor.select({ nodes: [id] });
    expect(offered().map(([act]) => act)).toEqual(['save', 'import']);
  });
});
