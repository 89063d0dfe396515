import { LIMITS } from '#shared/protocol/limits.ts';
import { serverMessageSchema, type CommandBody, type ServerMessage } from '#shared/protocol/messages.ts';
import type { CommandAck } from '../engine/ports.ts';
import { reconnectDelayMs } from './backoff.ts';
import type { ConnectionContext, SocketHooks, Transport } from './connection-context.ts';
import { createRoomSocket, type RoomSocket } from './room-socket.ts';
import type { OpenSocket } from './socket-like.ts';

/**
 * A run's socket: subscribes after what is known of the log, then takes entries and deltas in and gives credit for them.
 */

export interface RelaySocketOptions extends SocketHooks {
  readonly context: ConnectionContext;
  /** ws://host or wss://host, without path. */
  readonly origin: string;
  readonly open: OpenSocket;
}

/** Frames dealt with before credit is given back. */
const CREDIT_STEP = 16;

interface Scope {
  readonly context: ConnectionContext;
  readonly socket: () => RoomSocket;
  /** Frames dealt with since credit was last given back. */
  dealtWith: number;
  closed: boolean;
}

export function createRelaySocket({ context, origin, ...hooks }: RelaySocketOptions): Transport {
  const scope: Scope = { context, socket: () => socket, dealtWith: 0, closed: false };
  const socket: RoomSocket = createRoomSocket<ServerMessage, CommandBody, CommandAck>({
    ...hooks,
    link: context,
    address: `${origin}/parties/run/${context.runId}`,
    parse(json) {
      const parsed = serverMessageSchema.safeParse(json);
      return parsed.success ? parsed.data : null;
    },
    receive: (message) => handle(scope, message),
    begin: () => subscribe(scope),
  });
  return Object.freeze({
    ...socket,
    close() {
      scope.closed = true;
      socket.close();
    },
  });
}

function handle(scope: Scope, message: ServerMessage): void {
  const { bus, reader } = scope.context;
  switch (message.type) {
    case 'subscribed': {
      const { head, partials } = message.data;
      bus.publish(message);
      if (partials.length > 0) bus.publish({ type: 'delta', data: { deltas: partials } });
      return caughtUpTo(scope, head);
    }
    case 'entries':
      // The reader publishes them, when it is their turn.
      void reader.take(message.data.entries, message.data.through).then(
        () => dealtWith(scope),
        () => resubscribe(scope),
      );
      return;
    case 'delta':
      bus.publish(message);
      return dealtWith(scope);
    case 'behind':
      bus.publish(message);
      void reader.catchUp(message.data.head).then(
        () => subscribe(scope),
        () => resubscribe(scope),
      );
      return;
    case 'connection.ready':
    case 'ack':
    case 'host.wanted':
    case 'pong':
    case 'error':
      return bus.publish(message);
    default:
      message satisfies never;
  }
}

function subscribe(scope: Scope): void {
  if (!scope.socket().isReady()) return;
  scope.dealtWith = 0;
  scope.socket().write({ type: 'subscribe', data: { after: scope.context.reader.seq() } });
}

/** Pages could not be read: the socket may be fine, HTTP is not. */
function resubscribe(scope: Scope): void {
  const { context } = scope;
  context.clock.after(reconnectDelayMs(0, context.chance(), context.options), () => subscribe(scope));
}

function caughtUpTo(scope: Scope, head: number): void {
  const { reader, bus } = scope.context;
  if (reader.seq() >= head) bus.publish({ type: 'log.caught-up', data: { head } });
  // Else the entries up to head follow in the next frames; the queue behind them says when they are through.
  else void reader.take([], 0).then(() => waitForHead(scope, head));
}

function waitForHead(scope: Scope, head: number): void {
  const { context } = scope;
  if (scope.closed || !scope.socket().isReady()) return;
  if (context.reader.seq() >= head) return context.bus.publish({ type: 'log.caught-up', data: { head } });
  context.clock.after(LIMITS.deltaWindowMs, () => waitForHead(scope, head));
}

function dealtWith(scope: Scope): void {
  scope.context.report({ gaps: scope.context.reader.gaps() });
  scope.dealtWith += 1;
  if (scope.dealtWith < CREDIT_STEP || !scope.socket().isReady()) return;
  const frames = Math.min(scope.dealtWith, LIMITS.creditFrames);
  scope.dealtWith = 0;
  scope.socket().write({ type: 'credit', data: { frames } });
}
