import type { CommandBody } from '#shared/protocol/messages.ts';
import type { ConnectionHealth } from '../engine/api.ts';
import type { Clock, CommandAck, RunConnection, RunConnectionEvents } from '../engine/ports.ts';
import { createClientBus, type ClientBus } from './client-bus.ts';
import type { ConnectionContext, Transport } from './connection-context.ts';
import { createHealthKeeper } from './connection-health.ts';
import type { FrameLog } from './frame-log.ts';
import { createLogReader } from './log-reader.ts';
import { createOutbox } from './outbox.ts';
import { reconnectOptions, type ReconnectOptions } from './reconnect-options.ts';
import type { PageResponse, RelayHttp } from './relay-http.ts';
import { createRelayRoute } from './relay-route.ts';
import { createRelaySocket } from './relay-socket.ts';
import type { OpenSocket } from './socket-like.ts';

export interface RelayConnectionOptions extends Partial<ReconnectOptions> {
  readonly runId: string;
  /** The last entry already known; 0 = none. */
  readonly after: number;
  /** The log's first page, when it was asked for already: it comes while the socket opens. */
  readonly firstPage?: Promise<PageResponse> | null | undefined;
  /** Of this worker and this connection: commands are numbered per id. */
  readonly clientId: string;
  readonly http: RelayHttp;
  readonly clock: Clock;
  readonly events: RunConnectionEvents;
  /** null = there are no sockets here. */
  readonly openSocket: OpenSocket | null;
  /** Begins the way without sockets: `createRelayPolling`, or what fetches it first. */
  readonly openPolling: (context: ConnectionContext) => Transport;
  /** ws://host or wss://host. */
  readonly socketOrigin: string;
  readonly chance: () => number;
  readonly frames: FrameLog;
}

export interface RelayConnection extends RunConnection {
  /** Hears every message of the connection, by type or (`'*'`) all of them. Returns its unsubscribe. */
  readonly on: ClientBus['on'];
  readonly state: () => ConnectionHealth;
  /** Stays away until `reconnect()`; what is sent meanwhile waits. */
  readonly disconnect: () => void;
  /** Connects now, also after a refusal or when all attempts were used up. */
  readonly reconnect: () => void;
}

/** A run's connection: a socket, and polling where sockets do not open. Commands and log go on where they were. */
export function createRelayConnection(options: RelayConnectionOptions): RelayConnection {
  const { events, http, runId, clientId, clock, chance, frames } = options;
  const bus = createClientBus();
  const health = createHealthKeeper(clock, bus, events.health);
  tellEngine(bus, events);
  const reader = createLogReader({
    after: options.after,
    firstPage: options.firstPage,
    page: (page) => http.page(runId, page),
    blobText: async (hash) => new TextDecoder().decode(await http.getBlob(runId, hash)),
    onEntries(entries) {
      const through = entries.at(-1)?.seq ?? 0;
      bus.publish({ type: 'entries', data: { entries: [...entries], through } });
    },
  });
  // A claim that another tab has won is answered with the lease; one that was not even considered keeps its number.
  const outbox = createOutbox<CommandBody, CommandAck>(
    clientId,
    ({ type }, { lease }) => type === 'host.claim' && lease !== undefined,
  );
  const { session, forgetToken } = http;
  const context: ConnectionContext = {
    ...{ runId, clientId, http, clock, outbox, reader, bus, chance, frames, session, forgetToken },
    ticket: () => http.ticket(runId),
    report: health.report,
    options: reconnectOptions(options),
  };
  const { openSocket: open, socketOrigin: origin } = options;
  const route = createRelayRoute({
    clock,
    poll: () => options.openPolling(context),
    openSocket: open === null ? null : (hooks) => createRelaySocket({ context, origin, open, ...hooks }),
  });
  return Object.freeze({
    on: bus.on,
    state: health.now,
    send(command: CommandBody) {
      const { acked } = outbox.add(command);
      route.flush();
      return acked;
    },
    wake: route.wake,
    disconnect() {
      route.leave();
      health.report({ state: 'lost', error: null });
    },
    reconnect() {
      route.leave();
      health.report({ state: 'connecting', error: null });
      route.enter();
    },
    close: route.close,
  });
}

/** The engine hears what everybody can hear. */
function tellEngine(bus: ClientBus, events: RunConnectionEvents): void {
  bus.on('connection.ready', ({ personId, role, now }) => {
    events.time(now);
    events.session({ personId, role });
  });
  bus.on('subscribed', ({ now }) => events.time(now));
  bus.on('pong', ({ now }) => events.time(now));
  bus.on('entries', ({ entries }) => events.entries(entries));
  bus.on('delta', ({ deltas }) => events.deltas(deltas));
  bus.on('log.caught-up', ({ head }) => events.caughtUp(head));
  bus.on('host.wanted', events.wanted);
}
