import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { testEditor, testFlow, testNode } from './testing.ts';

const ids = (editor: ReturnType<typeof testEditor>) => editor.document.nodes.map((node) => node.id);
const wires = (editor: ReturnType<typeof testEditor>) =>
  editor.document.edges.map((edge) => `${edge.source}>${edge.target}.${edge.targetHandle}`);

const chain = () =>
  testFlow(
    [
      testNode('p', 'prompt'),
      testNode('s', 'story', { position: { x: 400, y: 0 } }),
      testNode('o', 'output', { position: { x: 800, y: 0 } }),
    ],
    ['p.text-out > s.text-in', 's.text-out > o.text-in'],
  );

const cast = (count: number) =>
  testFlow(
    [
      testNode('s', 'story'),
      ...Array.from({ length: count }, (_, index) =>
        testNode(`c${index}`, 'character', { config: { characterName: `Character ${index}` } }),
      ),
    ],
    Array.from({ length: Math.min(count, 5) }, (_, index) => `c${index}.adapter-out > s.adapter-${index}`),
  );

describe('adding and wiring', () => {
  it('adds a node on the grid, selects it, and wires it to the port the thread was pulled from', () => {
    const editor = testEditor(chain());
    const id = editor.addNode(
      'output',
      { x: 101, y: 3 },
      { connectFrom: { nodeId: 's', handle: 'text-out', side: 'output' } },
    );
    expect(id).toBe('new-1');
    expect(editor.nodeById.get('new-1')).toMatchObject({ position: { x: 104, y: 0 }, type: 'output' });
    expect(wires(editor)).toContain('s>new-1.text-in');
    expect([...editor.selectedNodes]).toEqual(['new-1']);
    editor.undo();
    expect(ids(editor)).toEqual(['p', 's', 'o']);
    expect(editor.selectedNodes.size).toBe(0);
    expect(editor.canUndo).toBe(false);
  });

  it('wires backwards when the thread was pulled from an input', () => {
    const editor = testEditor(chain());
    editor.addNode(
      'character',
      { x: 0, y: 0 },
      { connectFrom: { nodeId: 's', handle: 'adapter-3', side: 'input' } },
    );
    expect(wires(editor)).toContain('new-1>s.adapter-0');
  });

  it.each([
    ['s', 'text-out', 's', 'text-in', 'A step cannot feed itself.'],
    ['p', 'text-out', 's', 'text-in', 'These two ports are already connected.'],
    ['p', 'text-out', 's', 'nothing', 'This step has no such input.'],
    ['p', 'nothing', 's', 'text-in', 'This step has no such output.'],
    ['gone', 'text-out', 's', 'text-in', 'That step is no longer here.'],
    [
      'p',
      'text-out',
      's',
      'adapter-0',
      'This port takes a character. Pull the thread from a Consistent Character instead.',
    ],
    ['p', 'text-out', 's', 'adapter-9', 'This step has no such input.'],
  ])('refuses %s.%s > %s.%s and says why', (source, sourceHandle, target, targetHandle, reason) => {
    const editor = testEditor(chain());
    const before = editor.document;
    expect(editor.canConnect(source, sourceHandle, target, targetHandle)).toBe(reason);
    expect(editor.connect(source, sourceHandle, target, targetHandle)).toBe(reason);
    expect(editor.document).toBe(before);
  });

  it('allows a cycle and shows which nodes are on it', () => {
    const editor = testEditor(
      testFlow([testNode('a', 'story'), testNode('b', 'story')], ['a.text-out > b.text-in']),
    );
    expect(editor.cycle).toEqual([]);
    expect(editor.connect('b', 'text-out', 'a', 'text-in')).toBeNull();
    expect([...editor.cycle].sort()).toEqual(['a', 'b']);
  });

  it("puts a node into a thread, keeping the order of the target's inputs", () => {
    const editor = testEditor(
      testFlow(
        [
          testNode('a', 'prompt'),
          testNode('b', 'prompt'),
          testNode('o', 'output', { position: { x: 800, y: 0 } }),
        ],
        ['a.text-out > o.text-in', 'b.text-out > o.text-in'],
      ),
    );
    const id = editor.insertOnEdge('story', 'a.text-out > o.text-in');
    expect(wires(editor)).toEqual([`${id}>o.text-in`, 'b>o.text-in', `a>${id}.text-in`]);
    expect(editor.nodeById.get(id ?? '')?.position).toEqual({ x: 400, y: 0 });
    expect(editor.insertOnEdge('character', 'b.text-out > o.text-in')).toBeNull();
    editor.undo();
    expect(wires(editor)).toEqual(['a>o.text-in', 'b>o.text-in']);
  });

  it('lists the node types that fit a thread, with the port they would take', () => {
    const editor = testEditor(chain());
    const fits = (handle: string, side: 'input' | 'output', nodeId = 's') =>
      editor.fittingTypes({ nodeId, handle, side }).map((fit) => `${fit.definition.type}.${fit.handle}`);
    expect(fits('text-out', 'output')).toEqual(['story.text-in', 'output.text-in', 'join.any-in']);
    expect(fits('adapter-0', 'input')).toEqual(['character.adapter-out']);
    expect(fits('text-in', 'input', 'o')).toEqual(['prompt.text-out', 'story.text-out', 'join.json-out']);
  });
});

describe('character ports', () => {
  it('show the characters by name and one ghost while there is room', () => {
    const inputs = (count: number) =>
      testEditor(cast(count))
        .portsOf('s')
        .inputs.map((port) => `${port.id} ${port.label} ${port.state}`);
    expect(inputs(2)).toEqual([
      'text-in text-in free',
      'adapter-0 Character 0 wired',
      'adapter-1 Character 1 wired',
      'adapter-2 Character add',
    ]);
    expect(inputs(5)).toHaveLength(6);
  });

  it('take the next free place wherever the thread is dropped, and no sixth character', () => {
    const editor = testEditor(cast(5));
    expect(editor.connect('c4', 'adapter-out', 's', 'adapter-4')).toBe(
      'This character is already connected to this step.',
    );
    const six = testEditor(cast(6));
    expect(six.connect('c5', 'adapter-out', 's', 'adapter-4')).toBe(
      'A step takes at most 5 characters. Remove one first.',
    );
    const few = testEditor({ ...cast(3), edges: cast(1).edges });
    expect(few.connect('c2', 'adapter-out', 's', 'adapter-4')).toBeNull();
    expect(wires(few)).toEqual(['c0>s.adapter-0', 'c2>s.adapter-1']);
    expect(few.connect('c1', 'adapter-out', 's', 'adapter-0')).toMatch(/already has a character/);
  });

  it('move down when one before them is removed, with its node or without', () => {
    const editor = testEditor(cast(4));
    editor.removeEdge('c1.adapter-out > s.adapter-1');
    expect(wires(editor)).toEqual(['c0>s.adapter-0', 'c2>s.adapter-1', 'c3>s.adapter-2']);
    editor.removeNodes(['c0', 'c2']);
    expect(wires(editor)).toEqual(['c3>s.adapter-0']);
    editor.undo();
    editor.undo();
    expect(editor.document).toEqual(cast(4));
  });

  it('move down at the old place when a thread is pulled to another node', () => {
    const flow = cast(3);
    const editor = testEditor({ ...flow, nodes: [...flow.nodes, testNode('p', 'prompt')] });
    expect(
      editor.reconnect('c0.adapter-out > s.adapter-0', 'c0', 'adapter-out', 'p', 'adapter-2'),
    ).toBeNull();
    expect(wires(editor)).toEqual(['c0>p.adapter-0', 'c1>s.adapter-0', 'c2>s.adapter-1']);
  });
});

describe('one undo step each', () => {
  it('restores nodes, threads and numbering after deleting a selection', () => {
    const editor = testEditor(chain());
    editor.select({ nodes: ['s'], edges: [] });
    editor.removeSelection();
    expect(ids(editor)).toEqual(['p', 'o']);
    expect(editor.document.edges).toEqual([]);
    expect(editor.undoLabel).toBe('Delete');
    editor.undo();
    expect(editor.document).toEqual(chain());
    editor.redo();
    expect(ids(editor)).toEqual(['p', 'o']);
  });

  it('merges typing in one field, not across fields', () => {
    const editor = testEditor(chain());
    for (const text of ['a', 'ab', 'abc']) editor.setConfig('p', 'text', text);
    editor.setConfig('s', 'idea', 'x');
    editor.undo();
    expect(editor.nodeById.get('p')?.config).toEqual({ text: 'abc' });
    editor.undo();
    expect(editor.document).toEqual(chain());
  });

  it('changes nothing for people who may only read', async () => {
    const editor = testEditor(chain(), { readOnly: true });
    const before = editor.document;
    editor.selectAll();
    expect(editor.addNode('output', { x: 0, y: 0 })).toBeNull();
    expect(editor.connect('p', 'text-out', 'o', 'text-in')).toMatch(/read this flow/);
    editor.removeSelection();
    editor.setConfig('p', 'text', 'x');
    expect(editor.duplicate()).toEqual([]);
    expect(await editor.paste('{}')).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect(await editor.importFile('{}')).toMatchObject({ ok: false });
    expect(editor.document).toBe(before);
  });
});

describe('models', () => {
  const providers = [
    { id: 'one', defaultModels: { text: 'one-small' }, models: [] },
    { id: 'two', defaultModels: {}, models: [{ id: 'two-big', kinds: ['text'] }] },
  ] as never;

  it('a new provider brings its default model, a new model drops the parameters, the rest stays', () => {
    const editor = testEditor(chain(), { providers: () => providers });
    const model = () => editor.nodeById.get('s')?.config['model'];
    editor.setModel('s', { provider: 'one' });
    expect(model()).toEqual({ provider: 'one', model: 'one-small' });
    editor.setParameter('s', 'top', 3);
    editor.setModelOption('s', 'temperature', 1.5);
    expect(model()).toEqual({
      provider: 'one',
      model: 'one-small',
      parameters: { top: 3 },
      temperature: 1.5,
    });
    editor.setModel('s', { provider: 'one', model: 'one-large' });
    expect(model()).toEqual({ provider: 'one', model: 'one-large', temperature: 1.5 });
    editor.setModel('s', { provider: 'two' });
    expect(model()).toEqual({ provider: 'two', model: 'two-big', temperature: 1.5 });
    editor.setModel('s', null);
    expect(model()).toEqual({ temperature: 1.5 });
    editor.setModelOption('s', 'temperature', null);
    expect(model()).toBeUndefined();
  });

  it('a new default provider of the flow drops the default model', () => {
    const editor = testEditor(chain());
    editor.setSettings({ defaultProvider: 'one', defaultModel: 'm' });
    editor.setSettings({ defaultProvider: 'two' });
    expect(editor.document.settings).toEqual({ defaultProvider: 'two' });
  });
});

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
    expect(wires(other)).toEqual(['new-2>new-3.text-in']);
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
    expect(ids(editor)).toEqual(['p', 'o']);
    expect(await editor.paste(text)).toMatchObject({ ok: true });
    expect(ids(editor)).toEqual(['p', 'o', 'new-1']);
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

  it('aligns, distributes and nudges the selection', () => {
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
    editor.align('bottom');
    expect(places()).toEqual([
      [0, 80],
      [104, 80],
      [400, 80],
    ]);
    editor.distribute('horizontal');
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
    expect(ids(editor)).toEqual(['x']);
  });

  it('refuses a file that is no flow with the reason', async () => {
    const editor = testEditor(chain());
    expect(await editor.importFile('no json')).toMatchObject({ ok: false, error: { code: 'not-a-flow' } });
    expect(await editor.importFile('{"id":"a","nodes":5}')).toMatchObject({ ok: false });
    expect(editor.canUndo).toBe(false);
  });

  it('finds by name, kind and what is written inside, names first', () => {
    const editor = testEditor(
      testFlow([
        testNode('a', 'prompt', { config: { text: 'A long story about a lighthouse and its keeper' } }),
        testNode('b', 'story', { label: 'Lighthouse' }),
        testNode('c', 'note'),
      ]),
    );
    expect(editor.find('lighthouse').map((found) => [found.nodeId, found.where])).toEqual([
      ['b', ''],
      ['a', 'A long story about a lighthouse and its keeper'],
    ]);
    expect(editor.find('').map((found) => found.nodeId)).toEqual(['a', 'b', 'c']);
  });
});

describe('what the screen reads', () => {
  it('keeps ports of untouched nodes identical, and re-renders only what changed', () => {
    const editor = testEditor(chain());
    const seen: string[] = [];
    const stop = $effect.root(() => {
      const ports = $derived(editor.portsOf('o'));
      $effect(() => {
        seen.push(`o ${ports.inputs[0]?.state}`);
      });
    });
    flushSync();
    editor.setConfig('s', 'idea', 'x');
    flushSync();
    editor.removeEdge('s.text-out > o.text-in');
    flushSync();
    expect(seen.filter((each) => each.startsWith('o'))).toEqual(['o wired', 'o free']);
    stop();
  });

  it('shows ports of unknown types, and threads into ports that are gone', () => {
    const editor = testEditor(
      testFlow(
        [testNode('p', 'prompt'), testNode('u', 'from-the-future'), testNode('o', 'output')],
        ['p.text-out > u.in-7', 'u.out-9 > o.var-lost'],
      ),
    );
    expect(editor.portsOf('u').inputs.map((port) => port.id)).toEqual(['in-7']);
    expect(editor.portsOf('u').outputs.map((port) => port.id)).toEqual(['out-9']);
    expect(editor.portsOf('o').inputs.map((port) => [port.id, port.state])).toEqual([
      ['text-in', 'free'],
      ['var-lost', 'wired'],
    ]);
  });

  it('toggles disabled for the whole selection and replaces an output by hand', () => {
    const editor = testEditor(chain());
    editor.select({ nodes: ['p', 's'] });
    editor.toggleDisabled();
    expect(editor.document.nodes.map((node) => node.disabled ?? false)).toEqual([true, true, false]);
    editor.toggleDisabled();
    expect(editor.document.nodes.some((node) => node.disabled)).toBe(false);
    editor.setOverride('s', { text: 'mine', image: undefined });
    expect(editor.nodeById.get('s')?.override).toEqual({ text: 'mine' });
    editor.clearOverride('s');
    expect(editor.nodeById.get('s')?.override).toBeUndefined();
  });
});
