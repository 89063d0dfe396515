import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { roomLimits } from '../room-config.ts';
import { createRoomDocument } from './room-document.ts';
import { createTestDoc, createTestFlowRoom, partOf } from './testing.ts';

const MIB = 1024 * 1024;

/** An update made by a document that follows no rules. */
function updateOf(write: (doc: Y.Doc) => void, clientId = 66): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  doc.transact(() => write(doc));
  return Y.encodeStateAsUpdate(doc);
}

const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);
const nestMaps = (doc: Y.Doc, depth: number): void => {
  let map = doc.getMap<unknown>('nodes');
  for (let level = 0; level < depth; level += 1) {
    const inner = new Y.Map<unknown>();
    map.set('inner', inner);
    map = inner;
  }
};
const second = (first: (doc: Y.Doc) => void, then: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = 66;
  first(doc);
  const before = Y.encodeStateVector(doc);
  then(doc);
  return Y.encodeStateAsUpdate(doc, before);
};
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];

const HOSTILE: readonly (readonly [name: string, update: Uint8Array, code: string])[] = [
  ['no bytes', new Uint8Array(), 'bad-frame'],
  ['noise', Uint8Array.from({ length: 64 }, (_, index) => (index * 97) % 256), 'bad-frame'],
  ['more pieces than bytes', new Uint8Array([1, ...varint(2 ** 40), 66, 0]), 'bad-frame'],
  ['a claim to all of a clock', new Uint8Array([1, 1, 66, 0, 0, ...varint(2 ** 50), 0]), 'bad-frame'],
  ['the id of the room', updateOf((doc) => doc.getMap('nodes').set('a', 1), 0), 'bad-frame'],
  ['another root', updateOf((doc) => doc.getMap('elsewhere').set('a', 1)), 'bad-frame'],
  ['a list in the place of a map', updateOf((doc) => doc.getArray('nodes').push([1])), 'bad-frame'],
  ['a document in the document', updateOf((doc) => doc.getMap('meta').set('d', new Y.Doc())), 'bad-frame'],
  ['markup', updateOf((doc) => doc.getMap('meta').set('x', new Y.XmlFragment())), 'bad-frame'],
  ['bytes', updateOf((doc) => doc.getMap('meta').set('x', new Uint8Array(9))), 'bad-frame'],
  ['a key as long as a book', updateOf((doc) => doc.getMap('meta').set('k'.repeat(1_000), 1)), 'bad-frame'],
  ['maps in maps', updateOf((doc) => nestMaps(doc, 50)), 'bad-frame'],
  ['a value that nests', updateOf((doc) => doc.getMap('meta').set('x', nested(200))), 'bad-frame'],
  [
    'a change that builds on another',
    second(
      (doc) => doc.getMap('nodes').set('a', 1),
      (doc) => doc.getMap('nodes').set('b', 2),
    ),
    'out-of-turn',
  ],
  [
    'the deletion of what nobody wrote',
    second(
      (doc) => doc.getMap('nodes').set('a', 1),
      (doc) => doc.getMap('nodes').delete('a'),
    ),
    'out-of-turn',
  ],
  [
    'too many nodes',
    updateOf((doc) => {
      for (let index = 0; index < 101; index += 1) doc.getMap('nodes').set(`n${index}`, new Y.Map());
    }),
    'too-many-nodes',
  ],
  ['too much', updateOf((doc) => doc.getMap('meta').set('x', 'y'.repeat(2 * MIB))), 'frame-too-large'],
];

describe('hostile documents', () => {
  it.each(HOSTILE)('[FR3] %s: refused to the sender, and nothing changes for anybody', (_, update, code) => {
    const test = createTestFlowRoom({ nodesPerFlow: 100, flowFileBytes: MIB });
    const ann = createTestDoc(1);
    test.connect('ann', test.grant('ann'));
    test.connect('eve', test.grant('eve'));
    ann.read(test.send('ann', ann.syncFrame()));
    ann.setNode('mine', { type: 'note' });
    for (const mine of ann.takeUpdates()) test.update('ann', mine);
    test.take('ann');
    const before = test.room().document();
    expect(test.update('eve', update)).toMatchObject({ ok: false, error: { code } });
    expect(test.take('ann').filter(({ type }) => type === 'doc')).toEqual([]);
    expect(test.room().document()).toEqual(before);
    expect(test.steps.at(-1)?.store?.document ?? null).toBeNull();
    // The room goes on.
    ann.setNode('next');
    for (const mine of ann.takeUpdates()) expect(test.update('ann', mine)).toMatchObject({ ok: true });
  });

  it('[FR3] bytes that were changed on the way are refused or are a document; the room never breaks', () => {
    const base = updateOf((doc) => {
      for (let index = 0; index < 4; index += 1) {
        const node = new Y.Map<unknown>();
        doc.getMap('nodes').set(`n${index}`, node);
        node.set('config', { text: 'hello', list: [1, 2.5, null, { a: true }] });
      }
      doc.getMap('nodes').delete('n1');
    }, 7);
    const change = fc.tuple(fc.nat({ max: base.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat({ max: 20 }), (changes, cut) => {
        const document = createRoomDocument(null, roomLimits());
        const known = updateOf((doc) => doc.getMap('nodes').set('n0', new Y.Map()), 9);
        document.take(known, { personId: 'ann', isOwner: false });
        document.takeWrite();
        const before = document.whole();
        const bytes = base.slice(0, base.length - cut);
        for (const [place, value] of changes) bytes[place] = value;
        const result = document.take(bytes, { personId: 'eve', isOwner: false });
        if (result.ok) {
          const copy = new Y.Doc();
          Y.applyUpdate(copy, document.whole());
          expect(copy.store.pendingStructs).toBeNull();
        } else {
          expect(document.whole()).toEqual(before);
          expect(document.takeWrite()).toBeNull();
        }
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('[FR3] state vectors that are none, or name more sessions than there are, get no document', () => {
    const test = createTestFlowRoom();
    test.connect('eve', test.grant('eve', 'viewer'));
    const many = (count: number) =>
      Uint8Array.from([
        ...varint(count),
        ...Array.from({ length: count }, (_, id) => [...varint(id + 1), 1]).flat(),
      ]);
    const ask = (stateVector: Uint8Array) =>
      test
        .send('eve', { type: 'doc.sync', data: partOf(0, stateVector) })
        .map((frame) => (frame.type === 'error' ? frame.data.error.code : frame.type));
    expect(ask(many(5_001))).toEqual(['bad-frame']);
    expect(ask(new Uint8Array(varint(2 ** 40)))).toEqual(['bad-frame']);
    expect(ask(new Uint8Array())).toEqual(['bad-frame']);
    expect(ask(many(100))).toEqual(['doc', 'doc']);
    const codes = Array.from({ length: 250 }, () => ask(many(1))[0]);
    expect(codes.filter((code) => code === 'too-many-commands').length).toBeGreaterThan(40);
  });

  it('[FR3] nobody writes under the hand of another, whose edits would be lost by it', () => {
    const test = createTestFlowRoom();
    const ann = createTestDoc(1);
    test.connect('ann', test.grant('ann'));
    test.connect('eve', test.grant('eve'));
    test.connect('olga', test.grant('olga', 'owner'));
    ann.setNode('a');
    for (const mine of ann.takeUpdates()) test.update('ann', mine);
    const forged = new Y.Doc();
    Y.applyUpdate(forged, test.room().document());
    forged.clientID = 1;
    forged.getMap('nodes').set('forged', new Y.Map());
    const update = Y.encodeStateAsUpdate(forged, Y.encodeStateVector(ann.doc));
    expect(test.update('eve', update)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    // What the room has already is no news, whoever brings it.
    expect(test.update('eve', test.room().document())).toMatchObject({ ok: true });
    ann.setNode('b');
    for (const mine of ann.takeUpdates()) expect(test.update('ann', mine)).toMatchObject({ ok: true });
    const doc = new Y.Doc();
    Y.applyUpdate(doc, test.room().document());
    expect([...doc.getMap('nodes').keys()].sort()).toEqual(['a', 'b']);
  });

  it('[FR3] remembers over a restart whose hand is whose', async () => {
    const test = createTestFlowRoom();
    const ann = createTestDoc(1);
    test.connect('ann', test.grant('ann'));
    ann.setNode('a');
    for (const mine of ann.takeUpdates()) test.update('ann', mine);
    await test.restart();
    test.connect('eve', test.grant('eve'));
    ann.setNode('b');
    const [stolen = new Uint8Array()] = ann.takeUpdates();
    expect(test.update('eve', stolen)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  });

  it('[FR3] a flow that is full takes deletions, and then additions again', () => {
    const test = createTestFlowRoom({ flowFileBytes: 20_000, nodesPerFlow: 10 });
    const ann = createTestDoc(1);
    test.connect('ann', test.grant('ann'));
    const sendAll = () => ann.takeUpdates().map((update) => test.update('ann', update));
    for (let index = 0; index < 10; index += 1) ann.setNode(`n${index}`, { text: 'x'.repeat(1_800) });
    expect(sendAll().every((ack) => ack?.ok)).toBe(true);
    const other = createTestDoc(2);
    other.setNode('large', { text: 'y'.repeat(4_000) });
    const [large = new Uint8Array()] = other.takeUpdates();
    expect(test.update('ann', large)).toMatchObject({ ok: false, error: { code: 'frame-too-large' } });
    const small = createTestDoc(3);
    small.setNode('eleventh');
    const [eleventh = new Uint8Array()] = small.takeUpdates();
    expect(test.update('ann', eleventh)).toMatchObject({ ok: false, error: { code: 'too-many-nodes' } });
    for (let index = 0; index < 6; index += 1) ann.doc.getMap('nodes').delete(`n${index}`);
    expect(sendAll().every((ack) => ack?.ok)).toBe(true);
    expect(test.update('ann', large)).toMatchObject({ ok: true });
    expect(test.update('ann', eleventh)).toMatchObject({ ok: true });
  });
});
