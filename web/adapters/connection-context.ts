import type { ConnectionHealth } from '../engine/api.ts';
import type { Clock } from '../engine/ports.ts';
import type { ClientBus } from './client-bus.ts';
import type { FrameLog } from './frame-log.ts';
import type { LogReader } from './log-reader.ts';
import type { Outbox } from './outbox.ts';
import type { ReconnectOptions } from './reconnect-options.ts';
import type { RelayHttp } from './relay-http.ts';

/** What the ways to a run's room share: one numbering of commands, one reading of the log, one health, one bus. */
export interface ConnectionContext {
  readonly runId: string;
  readonly clientId: string;
  readonly http: RelayHttp;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly reader: LogReader;
  readonly bus: ClientBus;
  readonly report: (change: Partial<ConnectionHealth>) => void;
  readonly options: ReconnectOptions;
  /** 0 to 1, for jitter. */
  readonly chance: () => number;
  readonly frames: FrameLog;
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
