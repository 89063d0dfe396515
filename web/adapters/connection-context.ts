import type { ConnectionHealth } from '../engine/api.ts';
import type { CommandBody } from '#shared/protocol/messages.ts';
import type { Clock, CommandAck } from '../engine/ports.ts';
import type { ClientBus } from './client-bus.ts';
import type { FrameLog } from './frame-log.ts';
import type { LogReader } from './log-reader.ts';
import type { Ack, Outbox } from './outbox.ts';
import type { ReconnectOptions } from './reconnect-options.ts';
import type { RelayHttp } from './relay-http.ts';

/** What the ways to any room share: who is there, one numbering of what is sent, one health. */
export interface RoomLink<Body = CommandBody, Answer extends Ack = CommandAck> {
  readonly clientId: string;
  readonly clock: Clock;
  readonly outbox: Outbox<Body, Answer>;
  readonly session: () => Promise<{ readonly token: string }>;
  /** The relay refused this token: the next session brings another. */
  readonly forgetToken: (refused: string) => void;
  /** A ticket that lets the room wake for one socket. */
  readonly ticket: () => Promise<string>;
  readonly report: (change: Partial<ConnectionHealth>) => void;
  readonly options: ReconnectOptions;
  /** 0 to 1, for jitter. */
  readonly chance: () => number;
  readonly frames: FrameLog;
}

/** What the ways to a run's room share besides: one reading of the log, one bus. */
export interface ConnectionContext extends RoomLink {
  readonly runId: string;
  readonly http: RelayHttp;
  readonly reader: LogReader;
  readonly bus: ClientBus;
}

/** One way to the room: a socket, or polling. */
export interface Transport {
  /** Something new is in the outbox. */
  readonly flush: () => void;
  /** The network or the tab may be back. */
  readonly wake: () => void;
  /** Sends what waits, without waiting for an answer; the tab is about to go. */
  readonly farewell: () => void;
  readonly close: () => void;
}

/** What a socket tells whoever chooses the way. */
export interface SocketHooks {
  /** Polling goes on meanwhile: it stays silent until it is ready. */
  readonly isTrial: boolean;
  /** The first `connection.ready`, before anything comes of it. */
  readonly onReady: () => void;
  /** It failed to open several times in a row while HTTP worked: sockets may be blocked here. A trial: once. */
  readonly onUnusable: () => void;
}
