import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { cycleOf } from '../engine/core/cycle.ts';
import { cast, chain, idsOf, testEditor, testFlow, testNode, wiresOf } from './testing.ts';

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
    expect(wiresOf(editor)).toContain('s>new-1.text-in');
    expect([...editor.selectedNodes]).toEqual(['new-1']);
    editor.undo();
    expect(idsOf(editor)).toEqual(['p', 's', 'o']);
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
    expect(wiresOf(editor)).toContain('new-1>s.adapter-0');
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
    editor.findCycle = cycleOf;
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
    expect(wiresOf(editor)).toEqual([`${id}>o.text-in`, 'b>o.text-in', `a>${id}.text-in`]);
    expect(editor.nodeById.get(id ?? '')?.position).toEqual({ x: 400, y: 0 });
    expect(editor.insertOnEdge('character', 'b.text-out > o.text-in')).toBeNull();
    editor.undo();
    expect(wiresOf(editor)).toEqual(['a>o.text-in', 'b>o.text-in']);
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
    expect(wiresOf(few)).toEqual(['c0>s.adapter-0', 'c2>s.adapter-1']);
    expect(few.connect('c1', 'adapter-out', 's', 'adapter-0')).toMatch(/already has a character/);
  });

  it('move down when one before them is removed, with its node or without', () => {
    const editor = testEditor(cast(4));
    editor.removeEdge('c1.adapter-out > s.adapter-1');
    expect(wiresOf(editor)).toEqual(['c0>s.adapter-0', 'c2>s.adapter-1', 'c3>s.adapter-2']);
    editor.removeNodes(['c0', 'c2']);
    expect(wiresOf(editor)).toEqual(['c3>s.adapter-0']);
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
    expect(wiresOf(editor)).toEqual(['c0>p.adapter-0', 'c1>s.adapter-0', 'c2>s.adapter-1']);
  });
});

describe('one undo step each', () => {
  it('restores nodes, threads and numbering after deleting a selection', () => {
    const editor = testEditor(chain());
    editor.select({ nodes: ['s'], edges: [] });
    editor.removeSelection();
    expect(idsOf(editor)).toEqual(['p', 'o']);
    expect(editor.document.edges).toEqual([]);
    expect(editor.undoLabel).toBe('Delete');
    editor.undo();
    expect(editor.document).toEqual(chain());
    editor.redo();
    expect(idsOf(editor)).toEqual(['p', 'o']);
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
