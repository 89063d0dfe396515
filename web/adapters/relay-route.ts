import type { Clock } from '../engine/ports.ts';
import type { SocketHooks, Transport } from './connection-context.ts';

/** Which way a connection takes: a socket where one opens, else polling, and a socket again as soon as one does. */
export interface RelayRoute {
  readonly flush: () => void;
  /** The network or the tab may be back. */
  readonly wake: () => void;
  readonly enter: () => void;
  /** Nothing goes in or out until `enter`. */
  readonly leave: () => void;
  /** For good. */
  readonly close: () => void;
}

export interface RelayRouteOptions {
  readonly clock: Clock;
  readonly poll: () => Transport;
  /** null = never by socket. */
  readonly openSocket: ((hooks: SocketHooks) => Transport) | null;
}

/** While polling, a socket is tried this often, and when the network or the tab comes back. */
const SOCKET_TRIAL_MS = 60_000;

export function createRelayRoute(options: RelayRouteOptions): RelayRoute {
  const { clock, openSocket: open } = options;
  let transport: Transport | null = null;
  /** A socket being tried while polling goes on. */
  let trial: Transport | null = null;
  let cancelTrial: (() => void) | null = null;
  let isPolling = false;
  let isClosed = false;

  function leave(): void {
    cancelTrial?.();
    trial?.close();
    transport?.close();
    trial = null;
    transport = null;
    isPolling = false;
  }

  function poll(): void {
    leave();
    isPolling = true;
    transport = options.poll();
    tryLater();
  }

  function tryLater(): void {
    cancelTrial?.();
    if (open !== null) cancelTrial = clock.after(SOCKET_TRIAL_MS, trySocket);
  }

  function trySocket(): void {
    if (open === null || !isPolling || trial !== null) return;
    trial = open({
      isTrial: true,
      onReady() {
        // Polling ends first: an answer still on its way is left unread, the socket brings the same again.
        if (trial !== null && isPolling) {
          transport?.close();
          transport = trial;
          trial = null;
          isPolling = false;
          cancelTrial?.();
        }
      },
      onUnusable() {
        trial = null;
        // It may have served for a while and then stopped opening.
        if (isPolling) tryLater();
        else poll();
      },
    });
  }

  function enter(): void {
    if (isClosed || transport !== null) return;
    if (open === null) return poll();
    transport = open({
      isTrial: false,
      onReady: () => undefined,
      onUnusable: poll,
    });
  }

  enter();
  return Object.freeze({
    flush: () => transport?.flush(),
    wake() {
      transport?.wake();
      trySocket();
    },
    enter,
    leave,
    close() {
      isClosed = true;
      transport?.farewell();
      leave();
    },
  });
}
