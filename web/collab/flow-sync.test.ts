import { describe, expect, it } from 'vitest';
import { emptyFlow } from '#shared/graph/document.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { compactUpdates, createFlowDoc } from './document.ts';
import { createFlowSync, type RelaySyncState } from './flow-sync.ts';
import { readSyncMessage, writeSyncMessage, type SyncMessage } from './sync-message.ts';

/** One side of a sync; the test is the relay. */
function setUp(answer: () => { ok: boolean; error?: WeftError } = () => ({ ok: true })) {
  const doc = createFlowDoc('flow');
  doc.load(emptyFlow('flow', 'Flow'));
  const sent: SyncMessage[] = [];
  const states: RelaySyncState[] = [];
  const refused: (WeftError | null)[] = [];
  const sync = createFlowSync({
    doc,
    merge: compactUpdates,
    async send(message) {
      const read = readSyncMessage(message);
      if (read !== null) sent.push(read);
      return answer();
    },
    after: () => () => undefined,
    onState: (state) => states.push(state),
    onFirst: () => undefined,
    onRefused: (error) => refused.push(error),
    onNonsense: () => undefined,
  });
  const relay = createFlowDoc('flow');
  return {
    ...{ doc, sync, sent, states, refused, relay },
    rename: (name: string) => doc.transact('Rename', (write) => write.setName(name)),
    tell: () => sync.receive(writeSyncMessage({ kind: 'step-2', update: relay.encode(doc.stateVector()) })),
    ask: () => sync.receive(writeSyncMessage({ kind: 'step-1', stateVector: relay.stateVector() })),
    settled: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
}

describe('keeping in step with the relay', () => {
  it('is in step when the relay has told all it has and has taken all it lacked', async () => {
    const { sync, states, sent, relay, tell, ask, settled } = setUp();
    sync.setMayEdit(true);
    sync.opened({ asksForAll: true });
    tell();
    ask();
    expect(states).toEqual(['syncing', 'synced', 'syncing']);
    await settled();
    expect(states.at(-1)).toBe('synced');
    for (const message of sent) if (message.kind !== 'step-1') relay.applyUpdate(message.update);
    expect(relay.snapshot().name).toBe('Flow');
  });

  it('keeps nothing in a queue while the relay is away: it will ask for all that it lacks', async () => {
    const { sync, sent, rename, tell, ask, relay, settled } = setUp();
    sync.setMayEdit(true);
    rename('Before');
    sync.opened({ asksForAll: true });
    sync.lost();
    rename('Away');
    sync.opened({ asksForAll: true });
    tell();
    expect(sent).toEqual([]);
    ask();
    await settled();
    expect(sent.map(({ kind }) => kind)).toEqual(['step-2']);
    for (const message of sent) if (message.kind !== 'step-1') relay.applyUpdate(message.update);
    expect(relay.snapshot().name).toBe('Away');
  });

  it('tells by polling what was only deleted: state vectors do not show it', async () => {
    const { sync, sent, doc, settled } = setUp();
    sync.setMayEdit(true);
    const node = { id: 'a', type: 'note', version: 1, position: { x: 0, y: 0 }, config: {} };
    doc.transact('Add', (write) => write.addNode(node));
    const before = createFlowDoc('flow');
    before.applyUpdate(doc.encode());
    doc.transact('Delete', (write) => write.removeNode('a'));
    sync.opened({ asksForAll: false });
    await settled();
    for (const message of sent) if (message.kind !== 'step-1') before.applyUpdate(message.update);
    expect(before.snapshot().nodes).toEqual([]);
  });

  it('takes an edit that came too early for no refusal: the relay asks for what is missing', async () => {
    const { sync, refused, rename, tell, ask, settled } = setUp(() => ({
      ok: false,
      error: weftError('out-of-turn', 'This builds on another.'),
    }));
    sync.setMayEdit(true);
    sync.opened({ asksForAll: true });
    tell();
    ask();
    rename('Early');
    await settled();
    expect(refused).toEqual([]);
  });

  it('[AU1] says nothing of what a viewer does, whoever asks', async () => {
    const { sync, sent, rename, tell, ask, settled } = setUp();
    sync.opened({ asksForAll: true });
    tell();
    ask();
    rename('Only here');
    await settled();
    expect(sent).toEqual([]);
  });
});
