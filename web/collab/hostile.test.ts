import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { emptyFlow, flowEdgeSchema, flowNodeSchema } from '#shared/graph/document.ts';
import { compactUpdates, createFlowDoc } from './document.ts';
import { createFlowSync } from './flow-sync.ts';
import { readSyncMessage, writeSyncMessage } from './sync-message.ts';

/** What somebody may put into a document who does not use this page: any key, any value, any kind of shared type. */
type Bad = { readonly path: readonly string[]; readonly make: () => unknown };

const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'order', 'type', 'config', 'parent', 'position', 'label', '__proto__', ''),
  fc.string({ maxLength: 8 }),
);
const plain = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(undefined, Number.NaN, Infinity, -0, new Uint8Array([1, 2]), 10n),
  fc.constantFrom('a', 'b', 'c', 'initialPrompt'),
  fc.record({ x: fc.double(), y: fc.double() }),
);
const made: fc.Arbitrary<() => unknown> = fc.oneof(
  { weight: 4, arbitrary: plain.map((value) => () => value) },
  { weight: 1, arbitrary: fc.string().map((text) => () => new Y.Text(text)) },
  { weight: 1, arbitrary: fc.constant(() => Y.Array.from([1, 'two'])) },
  { weight: 1, arbitrary: fc.constant(() => new Y.XmlElement('script')) },
  { weight: 1, arbitrary: fc.constant(() => new Y.Doc()) },
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(key, plain), { maxLength: 6 })
      .map((entries) => () => new Y.Map<unknown>(entries)),
  },
);
const root = fc.constantFrom('nodes', 'edges', 'meta');
const bad: fc.Arbitrary<Bad> = fc.record({
  path: fc.oneof(fc.tuple(root, key), fc.tuple(root, key, key), fc.tuple(root, key, key, key)),
  make: made,
});

function write(doc: Y.Doc, { path, make }: Bad): void {
  const [name = '', ...keys] = path;
  let map = doc.getMap<unknown>(name);
  for (const step of keys.slice(0, -1)) {
    const next = map.get(step);
    const inner = next instanceof Y.Map ? (next as Y.Map<unknown>) : new Y.Map<unknown>();
    if (inner !== next) map.set(step, inner);
    map = inner;
  }
  try {
    map.set(keys.at(-1) ?? '', make());
  } catch {
    // Yjs itself does not write everything.
  }
}

function expectUsable(doc: ReturnType<typeof createFlowDoc>): void {
  const { nodes, edges, name } = doc.snapshot();
  const ids = new Set(nodes.map((node) => node.id));
  expect(typeof name).toBe('string');
  for (const node of nodes) {
    expect(flowNodeSchema.safeParse(node).success).toBe(true);
    const seen = new Set([node.id]);
    for (let up = node.parent; up !== undefined; up = nodes.find(({ id }) => id === up)?.parent) {
      expect(seen.has(up)).toBe(false);
      expect(ids.has(up)).toBe(true);
      seen.add(up);
    }
  }
  for (const edge of edges) {
    expect(flowEdgeSchema.safeParse(edge).success).toBe(true);
    expect(ids.has(edge.source) && ids.has(edge.target)).toBe(true);
  }
}

describe('a document that somebody hostile writes', () => {
  it('[DO2] is read without a crash: what is no flow is left out', () => {
    fc.assert(
      fc.property(fc.array(bad, { maxLength: 25 }), (list) => {
        const theirs = new Y.Doc();
        const doc = createFlowDoc('flow');
        for (const each of list) {
          const before = Y.encodeStateVector(theirs);
          theirs.transact(() => write(theirs, each));
          doc.applyRemote(Y.encodeStateAsUpdate(theirs, before));
          expectUsable(doc);
        }
        // And it can still be edited.
        doc.transact('Add', (writer) => {
          const at = { position: { x: 0, y: 0 }, config: {}, version: 1, type: 'note' };
          for (const id of ['a', 'mine']) writer.addNode({ id, ...at });
          writer.setConfig('a', 'text', 'x');
        });
        expectUsable(doc);
        expect(doc.snapshot().nodes.map(({ id }) => id)).toContain('mine');
        doc.undo();
        expectUsable(doc);
      }),
      { numRuns: 200 },
    );
  });

  it('lets nodes out that two people put into each other at the same moment', () => {
    const at = { position: { x: 0, y: 0 }, config: {}, version: 1, type: 'group' };
    const one = createFlowDoc('flow');
    one.load({ ...emptyFlow('flow', 'Flow'), nodes: ['a', 'b', 'c'].map((id) => ({ id, ...at })) });
    const two = createFlowDoc('flow');
    two.applyRemote(one.encode());
    one.transact('In', (writer) => writer.patchNode('a', { parent: 'b' }));
    one.transact('In', (writer) => writer.patchNode('c', { parent: 'a' }));
    two.transact('In', (writer) => writer.patchNode('b', { parent: 'a' }));
    one.applyRemote(two.encode());
    two.applyRemote(one.encode());
    expect(one.snapshot()).toEqual(two.snapshot());
    expect(one.snapshot().nodes.map(({ id, parent }) => [id, parent])).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['c', 'a'],
    ]);
  });

  it('takes bytes that are no change, or half of one, for nonsense and keeps what it had', () => {
    const doc = createFlowDoc('flow');
    doc.load(emptyFlow('flow', 'Mine'));
    const state = { nonsense: 0 };
    const sync = createFlowSync({
      ...{ doc, merge: compactUpdates, send: async () => ({ ok: true }), after: () => () => undefined },
      ...{ onState: () => undefined, onFirst: () => undefined, onRefused: () => undefined },
      onNonsense: () => void (state.nonsense += 1),
    });
    sync.receive(new Uint8Array());
    sync.receive(new Uint8Array([9, 1, 0]));
    sync.receive(writeSyncMessage({ kind: 'update', update: new Uint8Array([1, 1, 200, 3, 7]) }));
    expect(state.nonsense).toBe(3);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        sync.receive(bytes);
        sync.receive(writeSyncMessage({ kind: 'update', update: bytes }));
        sync.receive(writeSyncMessage({ kind: 'step-1', stateVector: bytes }));
        expect(doc.snapshot().name).toBe('Mine');
      }),
    );
  });
});

describe('messages of a sync', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const kind of ['step-2', 'update'] as const)
          expect(readSyncMessage(writeSyncMessage({ kind, update: bytes }))).toEqual({ kind, update: bytes });
        const step = { kind: 'step-1', stateVector: bytes } as const;
        expect(readSyncMessage(writeSyncMessage(step))).toEqual(step);
      }),
    );
  });
});
