import { describe, expect, it } from 'vitest';
import { emptyFlow } from '#shared/graph/document.ts';
import { createDocSync, type Channel, type ChangeStore, type SyncState } from './doc-sync.ts';
import { compactUpdates, createFlowDoc } from './document.ts';

/** A store whose next writes can be made to fail. */
function testStore() {
  let updates: Uint8Array[] = [];
  let failing: Error | null = null;
  const store: ChangeStore = {
    load: async () => updates,
    async append(update) {
      if (failing) throw failing;
      updates.push(update);
    },
    async compact(merge) {
      updates = [merge(updates)];
    },
  };
  return { store, count: () => updates.length, fail: (error: Error | null) => (failing = error) };
}

/** Channels that hear each other, at once. */
function testChannels(count: number): readonly Channel[] {
  const listeners: ((message: unknown) => void)[] = [];
  return Array.from({ length: count }, (_, me) => ({
    send: (message: unknown) => listeners.forEach((listener, index) => index !== me && listener(message)),
    onMessage: (listener: (message: unknown) => void) => void (listeners[me] = listener),
    close: () => void (listeners[me] = () => undefined),
  }));
}

function openDoc(store: ChangeStore, channel = testChannels(1)[0] as Channel) {
  const doc = createFlowDoc('flow');
  const states: SyncState[] = [];
  const sync = createDocSync({
    doc,
    store,
    channel,
    merge: compactUpdates,
    onState: (state) => states.push(state),
  });
  return { doc, sync, states };
}

const rename = (doc: ReturnType<typeof createFlowDoc>, name: string) =>
  doc.transact('Rename', (write) => write.setName(name));

describe('keeping a document', () => {
  it('finds everything again that was acknowledged', async () => {
    const { store } = testStore();
    const first = openDoc(store);
    await first.sync.open();
    first.doc.load(emptyFlow('flow', 'One'));
    rename(first.doc, 'Two');
    await first.sync.flush();
    expect(first.states.at(-1)).toEqual({ kind: 'saved' });
    const second = openDoc(store);
    await second.sync.open();
    expect(second.doc.snapshot().name).toBe('Two');
  });

  it('makes one of many changes, and loses none of them', async () => {
    const { store, count } = testStore();
    const { doc, sync } = openDoc(store);
    await sync.open();
    for (let index = 0; index < 600; index += 1) {
      rename(doc, `Name ${index}`);
      await sync.flush();
    }
    expect(count()).toBeLessThan(500);
    const again = openDoc(store);
    await again.sync.open();
    expect(again.doc.snapshot().name).toBe('Name 599');
  });

  it('says why when the browser is full, keeps the changes, and stores them when there is room', async () => {
    const { store, fail } = testStore();
    const { doc, sync, states } = openDoc(store);
    await sync.open();
    fail(new DOMException('full', 'QuotaExceededError'));
    rename(doc, 'Kept');
    await sync.flush();
    expect(states.at(-1)).toMatchObject({ kind: 'failed', reason: expect.stringContaining('no room') });
    fail(null);
    await sync.flush();
    expect(states.at(-1)).toEqual({ kind: 'saved' });
    const again = openDoc(store);
    await again.sync.open();
    expect(again.doc.snapshot().name).toBe('Kept');
  });

  it('works in memory, and says so, when nothing can be read', async () => {
    const broken = { ...testStore().store, load: () => Promise.reject(new Error('no database')) };
    const { doc, sync, states } = openDoc(broken);
    await sync.open();
    expect(states).toEqual([{ kind: 'failed', reason: expect.any(String) }]);
    rename(doc, 'Still here');
    expect(doc.snapshot().name).toBe('Still here');
  });

  it('keeps two tabs in step, and gives a new tab what is not stored yet', async () => {
    const { store, fail } = testStore();
    const [one, two] = testChannels(2);
    const left = openDoc(store, one);
    await left.sync.open();
    fail(new Error('slow disk'));
    rename(left.doc, 'Only in this tab');
    const right = openDoc(store, two);
    await right.sync.open();
    expect(right.doc.snapshot().name).toBe('Only in this tab');
    rename(right.doc, 'From the right');
    expect(left.doc.snapshot().name).toBe('From the right');
    left.sync.close();
    rename(right.doc, 'Later');
    expect(left.doc.snapshot().name).toBe('From the right');
  });
});
