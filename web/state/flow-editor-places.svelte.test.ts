import { describe, expect, it } from 'vitest';
import { chain, idsOf, testEditor, testFlow, testNode, wiresOf } from './testing.ts';

describe('copies', () => {
  it('keep their structure under new ids, in this flow or another', async () => {
    const grouped = testFlow(
      [
        testNode('g', 'group', { position: { x: 100, y: 100 }, size: { width: 400, height: 300 } }),
        testNode('a', 'prompt', { parent: 'g', position: { x: 10, y: 10 }, config: { text: 'hi' } }),
        testNode('b', 'output', { position: { x: 600, y: 100 } }),
      ],
      ['a.text-out > b.text-in'],
    );
    const editor = testEditor(grouped);
    editor.selectAll();
    const text = editor.copy();
    const other = testEditor(testFlow([]));
    const pasted = await other.paste(text, { x: 0, y: 0 });
    expect(pasted).toMatchObject({ ok: true, nodeIds: ['new-1', 'new-2', 'new-3'] });
    expect(other.document.nodes).toEqual([
      testNode('new-1', 'group', { position: { x: 0, y: 0 }, size: { width: 400, height: 300 } }),
      testNode('new-2', 'prompt', { parent: 'new-1', position: { x: 10, y: 10 }, config: { text: 'hi' } }),
      testNode('new-3', 'output', { position: { x: 500, y: 0 } }),
    ]);
    expect(wiresOf(other)).toEqual(['new-2>new-3.text-in']);
    expect(other.selectedNodes.size).toBe(3);
    other.undo();
    expect(other.document.nodes).toEqual([]);
  });

  it('taken out of a group stand where they stood on the canvas', () => {
    const editor = testEditor(
      testFlow([
        testNode('g', 'group', { position: { x: 100, y: 100 } }),
        testNode('a', 'prompt', { parent: 'g', position: { x: 16, y: 16 } }),
      ]),
    );
    editor.select({ nodes: ['a'] });
    expect(JSON.parse(editor.copy())).toMatchObject({
      weft: 'clip',
      nodes: [{ id: 'a', position: { x: 116, y: 116 } }],
    });
    expect(editor.duplicate()).toEqual(['new-1']);
    expect(editor.nodeById.get('new-1')?.position).toEqual({ x: 148, y: 148 });
    expect(editor.nodeById.get('new-1')?.parent).toBeUndefined();
  });

  it('can be pasted from a whole flow file', async () => {
    const editor = testEditor(testFlow([]));
    expect(await editor.paste(testEditor(chain()).exportFile().text)).toMatchObject({ ok: true });
    expect(editor.document.nodes).toHaveLength(3);
    expect(editor.document.edges).toHaveLength(2);
    expect(editor.document.name).toBe('Test flow');
  });

  it.each([
    ['hello', /plain text/],
    ['{"nodes":[],"connections":{}}', /n8n workflow/],
    ['{"last_node_id":3,"nodes":[]}', /ComfyUI workflow/],
    ['{"a":1}', /holds no steps/],
    ['[1]', /a list/],
    ['[{"id":"a","wires":[]}]', /Node-RED flow/],
    ['{"weft":"clip","version":99,"nodes":[]}', /newer Weft/],
  ])('from elsewhere are refused with what they are: %s', async (text, reason) => {
    const editor = testEditor(chain());
    const result = await editor.paste(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.error.message).toMatch(reason);
    expect(editor.document).toEqual(chain());
  });

  it('cut takes the nodes away in one step', async () => {
    const editor = testEditor(chain());
    editor.select({ nodes: ['s'] });
    const text = editor.cut();
    expect(idsOf(editor)).toEqual(['p', 'o']);
    expect(await editor.paste(text)).toMatchObject({ ok: true });
    expect(idsOf(editor)).toEqual(['p', 'o', 'new-1']);
  });
});

describe('groups and places', () => {
  it('grouping and ungrouping leave everything where it is', () => {
    const editor = testEditor(chain());
    editor.select({ nodes: ['p', 's'] });
    const before = ['p', 's', 'o'].map((id) => editor.absolutePosition(id));
    const groupId = editor.group();
    expect(editor.nodeById.get('p')?.parent).toBe(groupId);
    expect(['p', 's', 'o'].map((id) => editor.absolutePosition(id))).toEqual(before);
    editor.ungroup();
    expect(editor.document).toEqual(chain());
    expect([...editor.selectedNodes]).toEqual(['p', 's']);
    editor.undo();
    editor.undo();
    expect(editor.document).toEqual(chain());
  });

  it('a group is called by its label, else by the name that a file brought in its config', () => {
    const editor = testEditor(
      testFlow([
        testNode('a', 'group', { config: { label: 'Old frame' } }),
        testNode('b', 'group', { label: 'Frame', config: { label: 'Old frame' } }),
        testNode('c', 'group', { config: { label: 7 } }),
      ]),
    );
    expect(['a', 'b', 'c'].map((id) => editor.nameOf(id))).toEqual(['Old frame', 'Frame', 'Group']);
  });

  it('removing a group leaves its steps in their place', () => {
    const editor = testEditor(chain());
    editor.select({ nodes: ['p', 's'] });
    editor.group();
    editor.removeSelection();
    expect(editor.document).toEqual(chain());
  });

  it('a group cannot be put into itself or into what it contains', () => {
    const editor = testEditor(
      testFlow([testNode('g', 'group'), testNode('h', 'group', { parent: 'g' }), testNode('p', 'prompt')]),
    );
    editor.setParent(['g', 'p'], 'h');
    expect(editor.nodeById.get('g')?.parent).toBeUndefined();
    expect(editor.nodeById.get('p')?.parent).toBe('h');
    editor.setParent(['p'], null);
    expect(editor.nodeById.get('p')?.parent).toBeUndefined();
  });

  it('puts a dragged node into a group where it was dropped, as one undo step', () => {
    const editor = testEditor(
      testFlow([
        testNode('g', 'group', { position: { x: 80, y: 40 } }),
        testNode('p', 'prompt', { position: { x: 0, y: 0 } }),
      ]),
    );
    editor.dropNodes([{ id: 'p', position: { x: 160, y: 96 } }], new Map([['p', 'g']]));
    expect(editor.nodeById.get('p')).toMatchObject({ parent: 'g', position: { x: 80, y: 56 } });
    editor.dropNodes([{ id: 'p', position: { x: -80, y: 0 } }], new Map([['p', null]]));
    expect(editor.nodeById.get('p')?.position).toEqual({ x: 0, y: 40 });
    editor.undo();
    editor.undo();
    expect(editor.nodeById.get('p')?.position).toEqual({ x: 0, y: 0 });
    expect(editor.nodeById.get('p')?.parent).toBeUndefined();
    expect(editor.canUndo).toBe(false);
  });

  it('aligns, distributes and nudges the selection', async () => {
    const at = (x: number, y: number) => ({ position: { x, y }, size: { width: 80, height: 40 } });
    const editor = testEditor(
      testFlow([
        testNode('a', 'note', at(0, 0)),
        testNode('b', 'note', at(104, 48)),
        testNode('c', 'note', at(400, 80)),
      ]),
    );
    const places = () => editor.document.nodes.map((node) => [node.position.x, node.position.y]);
    editor.selectAll();
    await editor.align('bottom');
    expect(places()).toEqual([
      [0, 80],
      [104, 80],
      [400, 80],
    ]);
    await editor.distribute('horizontal');
    expect(places()).toEqual([
      [0, 80],
      [200, 80],
      [400, 80],
    ]);
    editor.nudge(8, 0);
    editor.nudge(8, 0);
    expect(places()[0]).toEqual([16, 80]);
    editor.undo();
    expect(places()[0]).toEqual([0, 80]);
  });

  it('lays the flow out from left to right on the grid, groups kept and sized, as one step', async () => {
    const flow = testFlow(
      [
        testNode('g', 'group', { position: { x: 0, y: 0 } }),
        testNode('a', 'prompt', { parent: 'g' }),
        testNode('b', 'story', { parent: 'g' }),
        testNode('o', 'output'),
        testNode('n', 'note', { position: { x: 33, y: 33 } }),
      ],
      ['a.text-out > b.text-in', 'b.text-out > o.text-in'],
    );
    const editor = testEditor(flow);
    await editor.applyLayout();
    const x = (id: string) => editor.absolutePosition(id).x;
    expect(x('a')).toBeLessThan(x('b'));
    expect(x('b')).toBeLessThan(x('o'));
    const group = editor.nodeById.get('g');
    expect(group?.size?.width).toBeGreaterThan(2 * 216);
    expect(x('o')).toBeGreaterThanOrEqual((group?.position.x ?? 0) + (group?.size?.width ?? 0));
    expect(editor.nodeById.get('n')?.position).toEqual({ x: 33, y: 33 });
    for (const node of editor.document.nodes.filter((each) => each.id !== 'n'))
      expect([node.position.x % 8, node.position.y % 8].map(Math.abs)).toEqual([0, 0]);
    editor.undo();
    expect(editor.document).toEqual(flow);
  });

  it('moves a note out of the way of a step when it lays the flow out, and no other', async () => {
    const editor = testEditor(
      testFlow(
        [
          testNode('a', 'prompt', { position: { x: 0, y: 0 } }),
          testNode('b', 'output', { position: { x: 900, y: 0 } }),
          testNode('under', 'note', { position: { x: 320, y: 8 } }),
          testNode('apart', 'note', { position: { x: 0, y: 1_000 } }),
        ],
        ['a.text-out > b.text-in'],
      ),
    );
    await editor.applyLayout();
    const b = editor.nodeById.get('b');
    expect(editor.nodeById.get('under')?.position.y).toBeGreaterThan(b?.position.y ?? 0);
    expect(editor.nodeById.get('under')?.position).not.toEqual({ x: 320, y: 8 });
    expect(editor.nodeById.get('apart')?.position).toEqual({ x: 0, y: 1_000 });
  });
});

describe('files and search', () => {
  it('exports and imports the same flow, keeping the id of this one', async () => {
    const text = testEditor(chain()).exportFile();
    expect(text.name).toBe('test-flow.flow.json');
    const editor = testEditor({ ...testFlow([testNode('x', 'note')]), id: 'mine' });
    expect(await editor.importFile(text.text)).toMatchObject({ ok: true, repairs: [] });
    expect(editor.document).toEqual({ ...chain(), id: 'mine' });
    editor.undo();
    expect(idsOf(editor)).toEqual(['x']);
  });

  it('refuses a file that is no flow with the reason', async () => {
    const editor = testEditor(chain());
    expect(await editor.importFile('no json')).toMatchObject({ ok: false, error: { code: 'not-a-flow' } });
    expect(await editor.importFile('{"id":"a","nodes":5}')).toMatchObject({ ok: false });
    expect(editor.canUndo).toBe(false);
  });
});
