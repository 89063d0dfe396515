import type { CommandBody } from '#shared/protocol/messages.ts';
import type { ConnectionHealth } from '../engine/api.ts';
import type { Clock, RunConnection, RunConnectionEvents } from '../engine/ports.ts';
import type { ConnectionContext, Transport } from './connection-context.ts';
import type { FrameLog } from './frame-log.ts';
import { createLogReader } from './log-reader.ts';
import { createOutbox } from './outbox.ts';
import type { RelayHttp } from './relay-http.ts';
import { createRelayPolling } from './relay-polling.ts';
import { createRelaySocket } from './relay-socket.ts';
import type { OpenSocket } from './socket-like.ts';

export interface RelayConnectionOptions {
  readonly runId: string;
  /** The last entry already known; 0 = none. */
  readonly after: number;
  /** Of this worker and this connection: commands are numbered per id. */
  readonly clientId: string;
  readonly http: RelayHttp;
  readonly clock: Clock;
  readonly events: RunConnectionEvents;
  /** null = there are no sockets here. */
  readonly openSocket: OpenSocket | null;
  /** ws://host or wss://host. */
  readonly socketOrigin: string;
  readonly chance: () => number;
  readonly frames: FrameLog;
}

const START: ConnectionHealth = {
  state: 'connecting',
  latencyMs: null,
  reconnects: 0,
  gaps: 0,
  queued: 0,
  lastSeenAt: null,
  error: null,
};

/** A run's connection: a socket, and polling where sockets do not open. Commands and log go on where they were. */
export function createRelayConnection(options: RelayConnectionOptions): RunConnection {
  const { events, http, runId } = options;
  let health = START;
  const report = (change: Partial<ConnectionHealth>) => {
    const wasLost = health.state === 'lost' || health.state === 'connecting';
    const isBack = change.state === 'live' && wasLost && health.lastSeenAt !== null;
    const next = { ...health, ...change, reconnects: health.reconnects + Number(isBack) };
    const keys = Object.keys(next) as (keyof ConnectionHealth)[];
    if (keys.every((key) => next[key] === health[key])) return;
    health = next;
    events.health(health);
  };
  const reader = createLogReader({
    after: options.after,
    page: (page) => http.page(runId, page),
    blobText: async (hash) => new TextDecoder().decode(await http.getBlob(runId, hash)),
    onEntries: events.entries,
  });
  const outbox = createOutbox(options.clientId);
  const { clientId, clock, chance, frames } = options;
  const context: ConnectionContext = {
    ...{ runId, clientId, http, clock, outbox, reader, events, report, chance, frames },
  };
  const poll = () => createRelayPolling(context);
  let transport: Transport =
    options.openSocket === null
      ? poll()
      : createRelaySocket({
          context,
          origin: options.socketOrigin,
          open: options.openSocket,
          onUnusable: () => {
            transport = poll();
          },
        });
  return Object.freeze({
    send(command: CommandBody) {
      const { acked } = outbox.add(command);
      transport.flush();
      return acked;
    },
    wake: () => transport.wake(),
    close: () => transport.close(),
  });
}
