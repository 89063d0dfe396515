import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Participant, Presence } from '#shared/protocol/flow-messages.ts';
import type { FlowDocument } from '#shared/graph/document.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { compactUpdates, createFlowDoc } from '../../collab/document.ts';
import type { FlowDoc } from '../../collab/flow-doc.ts';
import { createFlowSync, type FlowSync, type RelaySyncState } from '../../collab/flow-sync.ts';
import { applyEdits, documents, edits } from '../../collab/testing.ts';
import type { ConnectionHealth } from '../../engine/api.ts';
import type { Clock } from '../../engine/ports.ts';
import type { VirtualClock } from '../../engine/testing/virtual-clock.ts';
import type { FlowConnection } from '../flow-connection.ts';
import type { FlowConnectionEvents } from '../flow-link.ts';

/** What a flow's connection is tried on. */
export interface FlowStage {
  readonly clock: VirtualClock;
  readonly connect: (
    name: string,
    role: Role,
    events: FlowConnectionEvents,
    syncStep: () => Uint8Array,
  ) => FlowConnection;
  readonly revoke: (name: string) => void;
  /** Ways in which the world may get worse for a while, and what mends them again. */
  readonly troubles: readonly { readonly begin: () => void; readonly end: () => void }[];
  /** Whether people are seen: never by polling. */
  readonly seesPeople: boolean;
}

/** Somebody with a document of their own, as the page puts it together. */
export interface Somebody {
  readonly doc: FlowDoc;
  readonly sync: FlowSync;
  readonly connection: FlowConnection;
  readonly people: Map<string, Participant>;
  readonly states: RelaySyncState[];
  readonly refused: (WeftError | null)[];
  readonly health: () => ConnectionHealth | null;
  readonly ownId: () => string;
}

export const somePresence: Presence = {
  ...{ name: 'Ada', colour: 1, cursor: { x: 1, y: 2 }, selection: ['a'], viewport: null },
  ...{ editing: null, watching: null, visible: true },
};

/** Where a connection comes from, and the timers of whoever uses it. */
export interface FlowRoomLink {
  readonly clock: Pick<Clock, 'after'>;
  readonly connect: (events: FlowConnectionEvents, syncStep: () => Uint8Array) => FlowConnection;
}

export function joinStage(stage: FlowStage, name: string, role: Role, seed?: FlowDocument): Somebody {
  const { clock, connect } = stage;
  return joinRoom({ clock, connect: (events, syncStep) => connect(name, role, events, syncStep) }, seed);
}

/** Somebody's document in step with a room, put together as the page does it. */
export function joinRoom(link: FlowRoomLink, seed?: FlowDocument): Somebody {
  const doc = createFlowDoc('flow');
  if (seed !== undefined) doc.load(seed);
  const people = new Map<string, Participant>();
  const states: RelaySyncState[] = [];
  const refused: (WeftError | null)[] = [];
  let health: ConnectionHealth | null = null;
  let ownId = '';
  const sync = createFlowSync({
    doc,
    merge: compactUpdates,
    send: (message) => connection.send(message),
    after: link.clock.after,
    onState: (state) => states.push(state),
    onFirst: () => undefined,
    onRefused: (error) => refused.push(error),
    onNonsense: () => undefined,
  });
  const connection: FlowConnection = link.connect(
    {
      session: (session) => {
        ownId = session.connectionId;
        sync.setMayEdit(session.role === 'owner' || session.role === 'editor');
      },
      opened() {
        people.clear();
        sync.opened({ asksForAll: !ownId.startsWith('poll') });
      },
      document: sync.receive,
      people(list, gone) {
        for (const person of list) people.set(person.connectionId, person);
        for (const id of gone) people.delete(id);
      },
      runs: () => undefined,
      versionsChanged: () => undefined,
      linksChanged: () => undefined,
      health(next) {
        health = next;
        if (next.state !== 'live' && next.state !== 'polling') sync.lost();
      },
    },
    sync.step,
  );
  return { doc, sync, connection, people, states, refused, health: () => health, ownId: () => ownId };
}

/** Long enough to come back after any trouble. */
const CALM_MS = 200_000;

const happening = fc.oneof(
  fc.record({ type: fc.constant('edit' as const), who: fc.nat(2), edit: edits }),
  fc.record({ type: fc.constant('undo' as const), who: fc.nat(2) }),
  fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 3_000 }) }),
  fc.record({
    type: fc.constant('trouble' as const),
    which: fc.nat(9),
    ms: fc.integer({ min: 0, max: 9_000 }),
  }),
  fc.record({ type: fc.constant('wake' as const), who: fc.nat(2) }),
);

/** One suite for everything that is a connection to a flow's room. */
export function flowConnectionContract(name: string, open: () => FlowStage): void {
  const soon = (stage: FlowStage, ms = CALM_MS) => stage.clock.run(stage.clock.now() + ms);

  describe(`flow connection: ${name}`, () => {
    it('[DO1] everybody has the same document in the end, and every edit is in it, whatever happens', async () => {
      await fc.assert(
        fc.asyncProperty(documents, fc.array(happening, { maxLength: 14 }), async (seed, list) => {
          const stage = open();
          // Two browsers of the owner and one of an editor: both of the owner's fill the flow.
          const all = [
            joinStage(stage, 'ada', 'owner', seed),
            joinStage(stage, 'ada', 'owner', seed),
            joinStage(stage, 'bo', 'editor'),
          ];
          for (const step of list) {
            if (step.type === 'edit') applyEdits(all[step.who]?.doc as FlowDoc, [step.edit]);
            if (step.type === 'undo') all[step.who]?.doc.undo();
            if (step.type === 'wake') all[step.who]?.connection.wake();
            if (step.type === 'wait') await soon(stage, step.ms);
            if (step.type === 'trouble') await suffer(stage, step);
          }
          await soon(stage);
          const [first, ...others] = all.map(({ doc }) => doc.snapshot());
          for (const other of others) expect(other).toEqual(first);
          expect(all.map(({ states }) => states.at(-1))).toEqual(['synced', 'synced', 'synced']);
          expect(all.flatMap(({ refused }) => refused)).toEqual([]);
          // What one of them still had to say would change nobody's document.
          for (const one of all)
            for (const other of all) {
              const before = other.doc.snapshot();
              other.doc.applyUpdate(one.doc.encode());
              expect(other.doc.snapshot()).toEqual(before);
            }
          for (const { connection } of all) connection.close();
        }),
        { numRuns: 40 },
      );
    });

    it('[AU1] what a viewer does to their document reaches nobody', async () => {
      const stage = open();
      const owner = joinStage(stage, 'ada', 'owner', {
        ...{ formatVersion: 1, id: 'flow', name: 'Flow', nodes: [], edges: [], settings: {} },
      });
      const viewer = joinStage(stage, 'vi', 'viewer');
      await soon(stage, 5_000);
      expect(viewer.doc.snapshot().name).toBe('Flow');
      viewer.doc.transact('Rename', (write) => write.setName('Mine'));
      await soon(stage, 5_000);
      expect(owner.doc.snapshot().name).toBe('Flow');
    });

    it('shows who is there to the others, and who has left', async () => {
      const stage = open();
      const ada = joinStage(stage, 'ada', 'owner');
      const bo = joinStage(stage, 'bo', 'editor');
      ada.connection.show(somePresence);
      await soon(stage, 5_000);
      const shown = [...bo.people.values()];
      if (!stage.seesPeople) return expect(shown).toEqual([]);
      expect(shown).toEqual([
        { connectionId: ada.ownId(), personId: 'ada', role: 'owner', presence: somePresence },
      ]);
      ada.connection.show({ ...somePresence, cursor: null });
      await soon(stage, 1_000);
      expect([...bo.people.values()].map(({ presence }) => presence?.cursor)).toEqual([null]);
      ada.connection.close();
      await soon(stage, 1_000);
      expect(bo.people.size).toBe(0);
    });

    it('[AU1] a link that is ended closes for good, and what was done until then stays', async () => {
      const stage = open();
      const ada = joinStage(stage, 'ada', 'owner');
      const bo = joinStage(stage, 'bo', 'editor');
      await soon(stage, 3_000);
      bo.doc.transact('Rename', (write) => write.setName('By Bo'));
      await soon(stage, 3_000);
      stage.revoke('bo');
      await soon(stage, 10_000);
      expect(bo.health()).toMatchObject({ state: 'refused', error: { code: 'link-ended' } });
      bo.doc.transact('Rename', (write) => write.setName('Too late'));
      await soon(stage, 20_000);
      expect(ada.doc.snapshot().name).toBe('By Bo');
    });
  });

  async function suffer(stage: FlowStage, step: { readonly which: number; readonly ms: number }) {
    const trouble = stage.troubles[step.which % stage.troubles.length];
    trouble?.begin();
    await soon(stage, step.ms);
    trouble?.end();
  }
}
