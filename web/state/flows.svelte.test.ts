import { describe, expect, it } from 'vitest';
import { Flows, renewedFlow } from './flows.svelte.ts';
import { readFlowFile } from './editing/reading.ts';
import { Preferences } from './preferences.svelte.ts';
import { memoryKeyValueStore } from './key-value-store.ts';
import { flowHref, recordOf, type FlowRecord } from './flow-record.ts';
import { readRoute } from './router.svelte.ts';
import { testEditor, testFlow, testNode } from './testing.ts';
import { Theme } from './theme.svelte.ts';
import { thumbnailOf } from './thumbnail.ts';

function world(options: { readonly broken?: boolean } = {}) {
  const stored = new Map<string, FlowRecord>();
  let now = 1;
  const fail = () => Promise.reject(new Error('no database'));
  const flows = new Flows({
    store: {
      all: async () => (options.broken ? fail() : [...stored.values()]),
      put: async (record) => (options.broken ? fail() : void stored.set(record.id, record)),
      remove: async (id) => void stored.delete(id),
    },
    now: () => (now += 1),
    readFile: async (text) => readFlowFile(text),
    readDocument: async () => null,
    removeDocument: async () => undefined,
  });
  return { flows, stored };
}

const template = testFlow(
  [testNode('g', 'group'), testNode('a', 'prompt', { parent: 'g' }), testNode('b', 'output')],
  ['a.text-out > b.text-in'],
);

describe('the flows of this browser', () => {
  it('get ids and secrets of their own, at least 128 random bits each', async () => {
    const { flows, stored } = world();
    const href = await flows.create();
    // Whoever copies the address of a flow of one's own does not give the owner's rights away.
    expect(href).toMatch(/^\/f\/[A-Za-z0-9_-]{22}$/);
    expect(flows.items[0]?.secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(readRoute(href, '')).toEqual({ screen: 'editor', flowId: flows.items[0]?.id, secret: '' });
    expect(stored.size).toBe(1);
  });

  it('are joined by a link, once, and by another link when that is the one that opens', async () => {
    const { flows } = world();
    const joined = recordOf(null, { flowId: 'theirs', secret: 'first' }, 1);
    await flows.join(joined as FlowRecord);
    expect(flows.items.map(({ id, secret, mine }) => [id, secret, mine])).toEqual([
      ['theirs', 'first', false],
    ]);
    expect(flowHref(flows.items[0] as FlowRecord)).toBe('/f/theirs#first');
    const known = flows.find('theirs');
    expect(recordOf(known, { flowId: 'theirs', secret: '' }, 2)).toBe(known);
    await flows.join(recordOf(known, { flowId: 'theirs', secret: 'second' }, 2) as FlowRecord);
    expect(flows.items.map(({ secret }) => secret)).toEqual(['second']);
  });

  it('open by their owner’s right, whatever link led there; an address alone opens nothing', async () => {
    const { flows } = world();
    await flows.create();
    const mine = flows.items[0] as FlowRecord;
    expect(recordOf(mine, { flowId: mine.id, secret: 'a-viewer-link' }, 1)).toBe(mine);
    expect(recordOf(null, { flowId: 'theirs', secret: '' }, 1)).toBeNull();
  });

  it('copy a template with its structure under new ids', () => {
    const copy = renewedFlow(template, 'new', 'Mine');
    expect([copy.id, copy.name, copy.nodes.length]).toEqual(['new', 'Mine', 3]);
    const [group, inside, output] = copy.nodes;
    expect(inside?.parent).toBe(group?.id);
    expect(copy.edges[0]).toMatchObject({ source: inside?.id, target: output?.id });
    expect(copy.nodes.some((node) => template.nodes.some((old) => old.id === node.id))).toBe(false);
  });

  it('are listed newest first, renamed, removed and had back', async () => {
    const { flows, stored } = world();
    await flows.create('One');
    await flows.create('Two');
    expect(flows.items.map((flow) => flow.name)).toEqual(['Two', 'One']);
    const id = flows.items[1]?.id ?? '';
    flows.rename(id, '  First ');
    expect(flows.find(id)?.name).toBe('First');
    flows.remove(id);
    expect([flows.items.length, stored.has(id)]).toEqual([1, false]);
    flows.undoRemove(id);
    expect(flows.find(id)?.name).toBe('First');
    await flows.duplicate(id);
    expect(flows.items[0]).toMatchObject({ name: 'First (copy)' });
  });

  it('open from files, or say why not', async () => {
    const { flows } = world();
    const file = testEditor(template).exportFile().text;
    expect(await flows.openFile(file)).toMatchObject({ ok: true, repairs: [] });
    expect(flows.items[0]?.seed?.nodes).toHaveLength(3);
    expect(await flows.openFile('no')).toMatchObject({ ok: false, error: { code: 'not-a-flow' } });
    expect(flows.items).toHaveLength(1);
  });

  it('live in memory when the browser keeps nothing', async () => {
    const { flows } = world({ broken: true });
    await flows.load();
    await flows.create('Kept while the page is open');
    expect([flows.state, flows.items.length]).toEqual(['failed', 1]);
  });

  it('have a picture of their nodes and threads', () => {
    const picture = thumbnailOf(testEditor(template));
    expect(picture?.nodes.map((node) => node.type)).toEqual(['group', 'prompt', 'output']);
    expect(picture?.edges).toEqual([[1, 2, 'text']]);
    expect(thumbnailOf(testEditor(testFlow([])))).toBeNull();
  });
});

describe('what a browser remembers', () => {
  it('is the theme, by choice or by the system', () => {
    const store = memoryKeyValueStore();
    const applied: (string | null)[] = [];
    let dark = true;
    const listeners: (() => void)[] = [];
    const make = () =>
      new Theme({
        store,
        isSystemDark: () => dark,
        onSystemChange: (listener) => void listeners.push(listener),
        apply: (theme) => applied.push(theme),
      });
    const theme = make();
    expect([theme.choice, theme.shown]).toEqual(['system', 'dark']);
    dark = false;
    listeners.forEach((listener) => listener());
    expect(theme.shown).toBe('light');
    theme.toggle();
    expect([theme.choice, make().choice]).toEqual(['dark', 'dark']);
    expect(applied).toEqual([null, 'dark', 'dark']);
  });

  it('is the layout, whatever else stands in the store', () => {
    const store = memoryKeyValueStore({ 'weft:preferences': '{"minimap":false,"paletteWidth":"wide"}' });
    const preferences = new Preferences(store);
    expect([preferences.value.minimap, preferences.value.paletteWidth]).toEqual([false, 208]);
    preferences.toggle('minimap');
    expect(new Preferences(store).value.minimap).toBe(true);
    expect(new Preferences(memoryKeyValueStore({ 'weft:preferences': '{' })).value.snap).toBe(true);
  });
});
