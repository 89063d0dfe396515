import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyFlow, type FlowNode } from '#shared/graph/document.ts';
import { compactUpdates, createFlowDoc } from './document.ts';
import { applyEdits, documents, edits } from './testing.ts';

const node = (id: string, config: FlowNode['config'] = {}): FlowNode => ({
  id,
  type: 'initialPrompt',
  version: 1,
  position: { x: 0, y: 0 },
  config,
});

function filled(ids: readonly string[]) {
  const doc = createFlowDoc('flow');
  doc.load({ ...emptyFlow('flow', 'Flow'), nodes: ids.map((id) => node(id)) });
  return doc;
}

describe('flow document', () => {
  it('[PF5] gives back every document that was loaded, with what it does not know', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const doc = createFlowDoc('flow');
        doc.load(document);
        expect(doc.snapshot()).toEqual(document);
        doc.close();
      }),
    );
  });

  it('[DO1] converges when editors exchange their changes in any order', () => {
    const order = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        documents,
        fc.array(fc.array(edits, { maxLength: 6 }), { minLength: 3, maxLength: 3 }),
        order,
        (seed, lists, keys) => {
          const docs = lists.map(() => createFlowDoc('flow'));
          const sent = docs.map((doc) => {
            const updates: Uint8Array[] = [];
            doc.onLocalUpdate((update) => updates.push(update));
            return updates;
          });
          docs.forEach((doc, index) => {
            doc.load(seed);
            applyEdits(doc, lists[index] ?? []);
          });
          docs.forEach((doc, index) => {
            const received = sent.flatMap((updates, from) => (from === index ? [] : updates));
            const shuffled = received.map((update, at) => ({ update, key: (at * (keys[index] ?? 1)) % 7 }));
            shuffled.sort((a, b) => a.key - b.key);
            for (const { update } of shuffled) doc.applyUpdate(update);
          });
          const [first, ...others] = docs.map((doc) => doc.snapshot());
          for (const other of others) expect(other).toEqual(first);
          for (const doc of docs) doc.close();
        },
      ),
    );
  });

  it('undoes every edit back to the loaded document, and redoes it', () => {
    fc.assert(
      fc.property(documents, fc.array(edits, { minLength: 1, maxLength: 8 }), (seed, list) => {
        const doc = createFlowDoc('flow');
        doc.load(seed);
        const before = doc.snapshot();
        applyEdits(doc, list);
        const after = doc.snapshot();
        while (doc.undoState().canUndo) doc.undo();
        expect(doc.snapshot()).toEqual(before);
        while (doc.undoState().canRedo) doc.redo();
        expect(doc.snapshot()).toEqual(after);
        doc.close();
      }),
    );
  });

  it('keeps the identity of unchanged nodes, edges and of an unchanged document', () => {
    const doc = filled(['a', 'b']);
    const before = doc.snapshot();
    expect(doc.snapshot()).toBe(before);
    doc.transact('Type', (write) => write.setConfig('a', 'prompt', 'hello'));
    const after = doc.snapshot();
    expect(after.nodes[1]).toBe(before.nodes[1]);
    expect(after.nodes[0]).not.toBe(before.nodes[0]);
    expect(after.nodes[0]?.position).toBe(before.nodes[0]?.position);
    expect(after.edges).toBe(before.edges);
    doc.transact('Type', (write) => write.setConfig('a', 'prompt', 'hello'));
    expect(doc.snapshot()).toBe(after);
  });

  it('merges edits of two fields of one node', () => {
    const one = filled(['a']);
    const two = createFlowDoc('flow');
    two.applyUpdate(one.encode());
    one.transact('Type', (write) => write.setConfig('a', 'prompt', 'left'));
    two.transact('Type', (write) => write.setConfig('a', 'notes', 'right'));
    two.applyUpdate(one.encode(two.stateVector()));
    expect(two.snapshot().nodes[0]?.config).toEqual({ notes: 'right', prompt: 'left' });
  });

  it('drops threads to a node that somebody else removed', () => {
    const one = filled(['a', 'b']);
    const two = createFlowDoc('flow');
    two.applyUpdate(one.encode());
    one.transact('Delete', (write) => write.removeNode('b'));
    two.transact('Connect', (write) =>
      write.addEdge({ id: 'e', source: 'a', sourceHandle: 'text-out', target: 'b', targetHandle: 'text-in' }),
    );
    two.applyUpdate(one.encode());
    expect(two.snapshot().edges).toEqual([]);
    expect(two.snapshot().nodes.map((each) => each.id)).toEqual(['a']);
  });

  it('makes typing one undo step, other edits a step each, and says what undo would undo', () => {
    const doc = filled(['a']);
    for (const text of ['h', 'he', 'hey'])
      doc.transact('Change prompt', (write) => write.setConfig('a', 'prompt', text), { merge: 'a.prompt' });
    doc.transact('Rename', (write) => write.setName('New'));
    doc.transact('Rename again', (write) => write.setName('Newer'));
    expect(doc.undoState()).toEqual({
      canUndo: true,
      canRedo: false,
      undoLabel: 'Rename again',
      redoLabel: null,
    });
    doc.undo();
    expect(doc.undoState()).toMatchObject({ undoLabel: 'Rename', redoLabel: 'Rename again' });
    doc.undo();
    expect(doc.snapshot().name).toBe('Flow');
    expect(doc.undoState().undoLabel).toBe('Change prompt');
    doc.undo();
    expect(doc.snapshot().nodes[0]?.config).toEqual({});
    expect(doc.undoState().canUndo).toBe(false);
  });

  it('never undoes what others did', () => {
    const one = filled(['a']);
    const two = createFlowDoc('flow');
    two.applyUpdate(one.encode());
    two.transact('Rename', (write) => write.setName('Theirs'));
    one.applyUpdate(two.encode());
    expect(one.undoState().canUndo).toBe(false);
    one.undo();
    expect(one.snapshot().name).toBe('Theirs');
  });

  it('takes back only what one did oneself, wherever the others have been since', () => {
    fc.assert(
      fc.property(
        documents,
        fc.array(edits, { maxLength: 6 }),
        fc.array(edits, { maxLength: 6 }),
        (seed, a, b) => {
          const [ada, bo, without] = [createFlowDoc('flow'), createFlowDoc('flow'), createFlowDoc('flow')];
          for (const doc of [ada, bo, without]) doc.load(seed);
          // Ada's edits touch other things than Bo's: all of hers are gone again, all of his stay.
          const hers = ada.snapshot().nodes.map(({ id }) => id);
          ada.transact('Add', (write) =>
            a.forEach((_edit, index) => write.addNode(node(`ada-${index}`, { prompt: 'hers' }))),
          );
          bo.applyRemote(ada.encode());
          applyEdits(bo, b);
          applyEdits(without, b);
          ada.applyRemote(bo.encode());
          while (ada.undoState().canUndo) ada.undo();
          bo.applyRemote(ada.encode());
          const left = ({ nodes }: ReturnType<typeof ada.snapshot>) => nodes.map(({ id }) => id).sort();
          expect(ada.snapshot()).toEqual(bo.snapshot());
          expect(left(bo.snapshot())).toEqual(left(without.snapshot()));
          expect(hers.length).toBe(seed.nodes.length);
        },
      ),
    );
  });

  it('does not take back what somebody else has put in the place of it', () => {
    const one = filled(['a']);
    const two = createFlowDoc('flow');
    two.applyRemote(one.encode());
    one.transact('Write', (write) => write.setConfig('a', 'prompt', 'mine'));
    two.applyRemote(one.encode());
    two.transact('Write', (write) => write.setConfig('a', 'prompt', 'theirs'));
    one.applyRemote(two.encode());
    one.undo();
    two.applyRemote(one.encode());
    expect(one.snapshot().nodes[0]?.config).toEqual({ prompt: 'theirs' });
    expect(two.snapshot()).toEqual(one.snapshot());
  });

  it('tells what was new in a message of the relay, so that it is kept, and nothing the second time', () => {
    const one = filled(['a']);
    const two = createFlowDoc('flow');
    const kept: Uint8Array[] = [];
    const sent: Uint8Array[] = [];
    two.onRemoteUpdate((update) => kept.push(update));
    two.onLocalUpdate((update) => sent.push(update));
    two.applyRemote(one.encode());
    two.applyRemote(one.encode());
    const three = createFlowDoc('flow');
    three.applyUpdate(compactUpdates(kept));
    expect([kept.length, sent.length]).toEqual([1, 0]);
    expect(three.snapshot()).toEqual(one.snapshot());
  });

  it('compacts stored updates without losing anything', () => {
    fc.assert(
      fc.property(documents, fc.array(edits, { maxLength: 8 }), (seed, list) => {
        const doc = createFlowDoc('flow');
        const stored: Uint8Array[] = [];
        doc.onLocalUpdate((update) => stored.push(update));
        doc.load(seed);
        applyEdits(doc, list);
        const again = createFlowDoc('flow');
        again.applyUpdate(compactUpdates(stored));
        expect(again.snapshot()).toEqual(doc.snapshot());
      }),
    );
  });

  it('tells its listeners once for each change, with the snapshot at hand', () => {
    const doc = filled(['a']);
    const names: string[] = [];
    const stop = doc.subscribe(() => names.push(doc.snapshot().name));
    doc.transact('Rename', (write) => {
      write.setName('One');
      write.setName('Two');
    });
    stop();
    doc.transact('Rename', (write) => write.setName('Three'));
    expect(new Set(names)).toEqual(new Set(['Two']));
  });

  it('lets go of a node that is not one, and of a node inside itself', () => {
    const doc = filled(['a']);
    doc.transact('Bad', (write) => write.addNode({ ...node('b'), position: { x: Number.NaN, y: 0 } }));
    doc.transact('Bad', (write) => write.patchNode('a', { parent: 'a' }));
    expect(doc.snapshot().nodes).toEqual([node('a')]);
  });
});
