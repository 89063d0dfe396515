import { describe, expect, it } from 'vitest';
import { emptyFlow } from '#shared/graph/document.ts';
import { weftError } from '#shared/run/errors.ts';
import { createVirtualClock } from '../engine/testing/virtual-clock.ts';
import { createFlowConnection } from './flow-connection.ts';
import { silentFrameLog } from './frame-log.ts';
import { createFakeFlowRoom, type FakeFlowRoom } from './testing/fake-flow-room.ts';
import {
  flowConnectionContract,
  joinStage,
  somePresence,
  type FlowStage,
} from './testing/flow-connection-contract.ts';

/** @param prepare how the network is before anything begins */
function fakeStage(
  bySocket: boolean,
  prepare: (room: FakeFlowRoom) => void = () => undefined,
): FlowStage & { readonly room: FakeFlowRoom } {
  const clock = createVirtualClock();
  const room = createFakeFlowRoom(clock);
  prepare(room);
  let pages = 0;
  const set = (change: Partial<Pick<FakeFlowRoom, 'offline' | 'blocked' | 'loseAnswers' | 'full'>>) => () =>
    void Object.assign(room, change);
  const cutting = (change: Parameters<typeof set>[0]) => () => {
    set(change)();
    room.cut();
  };
  return {
    clock,
    room,
    seesPeople: bySocket,
    revoke: room.revoke,
    connect(name, role, events, syncStep) {
      const { http, session } = room.visitor(name, role);
      pages += 1;
      return createFlowConnection({
        ...{ flowId: 'flow', clientId: `page-${pages}`, http, session, clock, events, syncStep },
        forgetToken: () => undefined,
        openSocket: bySocket ? room.openSocket : null,
        socketOrigin: 'ws://relay',
        chance: () => 0.5,
        frames: silentFrameLog,
      });
    },
    troubles: [
      { begin: () => room.cut(), end: () => undefined },
      { begin: set({ loseAnswers: 1 }), end: set({ loseAnswers: 0 }) },
      { begin: set({ loseAnswers: 3 }), end: set({ loseAnswers: 0 }) },
      { begin: cutting({ offline: true }), end: set({ offline: false }) },
      { begin: cutting({ blocked: true }), end: set({ blocked: false }) },
      { begin: cutting({ full: true }), end: set({ full: false }) },
    ],
  };
}

flowConnectionContract('socket', () => fakeStage(true));
flowConnectionContract('polling', () => fakeStage(false));

describe('a flow connection', () => {
  const run = (stage: FlowStage, ms: number) => stage.clock.run(stage.clock.now() + ms);

  it('takes the document over in parts when it is longer than a frame', async () => {
    const stage = fakeStage(true);
    const long = 'x'.repeat(700_000);
    const node = { id: 'a', type: 'note', version: 1, position: { x: 0, y: 0 }, config: { text: long } };
    joinStage(stage, 'ada', 'owner', { ...emptyFlow('flow', 'Long'), nodes: [node] });
    const bo = joinStage(stage, 'bo', 'editor');
    await run(stage, 5_000);
    expect(bo.doc.snapshot().nodes).toEqual([node]);
  });

  it('begins anew when parts do not fit together', async () => {
    const stage = fakeStage(true);
    const ada = joinStage(stage, 'ada', 'owner', emptyFlow('flow', 'Flow'));
    await run(stage, 1_000);
    const before = ada.ownId();
    stage.room.say({ type: 'doc', data: { bytes: 'AAAA', part: 1, parts: 3 } });
    await run(stage, 10_000);
    expect(ada.ownId()).not.toBe(before);
    expect(ada.states.at(-1)).toBe('synced');
  });

  it('polls when the room is full, and is let in again when there is room', async () => {
    const stage = fakeStage(true, (room) => {
      room.full = true;
    });
    const ada = joinStage(stage, 'ada', 'owner', emptyFlow('flow', 'Flow'));
    ada.connection.show(somePresence);
    await run(stage, 5_000);
    expect(ada.health()?.state).toBe('polling');
    expect(ada.states.at(-1)).toBe('synced');
    stage.room.full = false;
    await run(stage, 70_000);
    expect(ada.health()?.state).toBe('live');
    expect(stage.room.present()).toBe(1);
  });

  it('says of an edit that is refused for good why it was', async () => {
    const stage = fakeStage(true);
    const ada = joinStage(stage, 'ada', 'owner', emptyFlow('flow', 'Flow'));
    await run(stage, 1_000);
    stage.room.refusing = weftError('too-many-nodes', 'The flow is full.');
    ada.doc.transact('Rename', (write) => write.setName('More'));
    await run(stage, 1_000);
    expect(ada.refused).toEqual([stage.room.refusing]);
  });

  it('sends an edit at once, and those that follow closely together', async () => {
    const stage = fakeStage(true);
    const ada = joinStage(stage, 'ada', 'owner', emptyFlow('flow', 'Flow'));
    await run(stage, 1_000);
    const before = stage.room.done.length;
    for (const name of ['A', 'Ab', 'Abc', 'Abcd']) {
      ada.doc.transact('Rename', (write) => write.setName(name));
      await run(stage, 6);
    }
    expect(stage.room.done.length).toBe(before + 1);
    await run(stage, 200);
    expect(stage.room.done.length).toBe(before + 2);
    expect(stage.room.doc.getMap('meta').get('name')).toBe('Abcd');
  });

  it('sends what waits when the page is left', async () => {
    const stage = fakeStage(true);
    const ada = joinStage(stage, 'ada', 'owner', emptyFlow('flow', 'Flow'));
    await run(stage, 1_000);
    ada.doc.transact('Rename', (write) => write.setName('A'));
    ada.doc.transact('Rename', (write) => write.setName('Last words'));
    ada.sync.flush();
    await run(stage, 6);
    ada.connection.close();
    expect(stage.room.doc.getMap('meta').get('name')).toBe('Last words');
  });

  it('greets a room with what the person shows, also after a break', async () => {
    const stage = fakeStage(true);
    const ada = joinStage(stage, 'ada', 'owner', emptyFlow('flow', 'Flow'));
    ada.connection.show(somePresence);
    const bo = joinStage(stage, 'bo', 'viewer');
    await run(stage, 1_000);
    stage.room.cut();
    await run(stage, 10_000);
    expect([...bo.people.values()].map(({ personId }) => personId)).toEqual(['ada']);
  });
});
