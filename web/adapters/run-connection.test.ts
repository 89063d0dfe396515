import type { RunConnectionEvents } from '../engine/ports.ts';
import { testPlan, testPlanNode } from '../engine/testing/test-plan.ts';
import { createTestRoom } from '../engine/testing/test-room.ts';
import { createVirtualClock } from '../engine/testing/virtual-clock.ts';
import { createFakeRelay, type FakeRelay } from './testing/fake-relay.ts';
import { silentFrameLog } from './frame-log.ts';
import { createRelayConnection } from './relay-connection.ts';
import { createRelayPolling } from './relay-polling.ts';
import { runConnectionContract, type ConnectionStage } from './testing/run-connection-contract.ts';

/** @param prepare how the network is before anything begins */
function relayStage(
  bySocket: boolean,
  prepare: (relay: FakeRelay) => void = () => undefined,
): ConnectionStage {
  const clock = createVirtualClock();
  const relay = createFakeRelay(clock);
  prepare(relay);
  const nothing = () => undefined;
  const set = (change: Partial<Pick<FakeRelay, 'offline' | 'blocked' | 'loseAnswers'>>) => () =>
    void Object.assign(relay, change);
  return {
    clock,
    log: () => relay.log,
    grow: relay.grow,
    tellsHead: true,
    connect: (events: RunConnectionEvents, after: number) =>
      createRelayConnection({
        ...{ runId: 'run', after, clientId: 'client', http: relay.http, clock, events },
        openSocket: bySocket ? relay.openSocket : null,
        openPolling: createRelayPolling,
        socketOrigin: 'ws://relay',
        chance: () => 0.5,
        frames: silentFrameLog,
      }),
    troubles: [
      { begin: () => relay.cut(), end: nothing },
      { begin: () => relay.restart(), end: nothing },
      { begin: set({ loseAnswers: 1 }), end: set({ loseAnswers: 0 }) },
      { begin: set({ loseAnswers: 3 }), end: set({ loseAnswers: 0 }) },
      { begin: set({ offline: true }), end: set({ offline: false }) },
      {
        begin() {
          relay.blocked = true;
          relay.cut();
        },
        end: set({ blocked: false }),
      },
    ],
  };
}

runConnectionContract('socket', () => relayStage(true));
runConnectionContract('polling', () => relayStage(false));
runConnectionContract('polling until a socket opens', () =>
  relayStage(true, (relay) => {
    relay.blocked = true;
  }),
);

runConnectionContract("the engine's double", () => {
  const clock = createVirtualClock();
  const room = createTestRoom({ clock, plan: testPlan([testPlanNode('a')], []), linkMs: 5 });
  return {
    clock,
    log: () => room.log,
    grow(count) {
      for (let index = 0; index < count; index += 1) room.command({ type: 'execution.pause', data: {} });
    },
    tellsHead: false,
    connect: (events, after) => room.connect(events, after),
    troubles: [],
  };
});
