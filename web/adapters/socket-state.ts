import type { SocketLike } from './socket-like.ts';

/** What changes while a room's socket lives, breaks and comes back. */
export interface SocketState {
  socket: SocketLike | null;
  /** The relay said `connection.ready` on this socket. */
  ready: boolean;
  /** Highest command number written to this socket. */
  sentN: number;
  /** Sockets in a row that did not get as far as `connection.ready`. */
  failures: number;
  /** Attempts of any kind in a row. */
  attempts: number;
  token: string;
  heardAt: number;
  closed: boolean;
  connecting: boolean;
  /** Polling goes on beside it: nothing is reported before it is ready, and one failure ends it. */
  isTrial: boolean;
  /** Of what is waited for: the greeting, or a sign of life. */
  cancelDeadline: (() => void) | null;
  cancelRetry: (() => void) | null;
  cancelBeat: (() => void) | null;
  cancelResend: (() => void) | null;
}

export function newSocketState(isTrial: boolean): SocketState {
  return {
    socket: null,
    ready: false,
    sentN: 0,
    failures: 0,
    attempts: 0,
    token: '',
    heardAt: 0,
    closed: false,
    connecting: false,
    isTrial,
    cancelDeadline: null,
    cancelRetry: null,
    cancelBeat: null,
    cancelResend: null,
  };
}

/** Gives the socket up; what was not acknowledged is sent again over the next. */
export function endSocket(state: SocketState): void {
  state.cancelDeadline?.();
  state.cancelBeat?.();
  state.cancelResend?.();
  state.cancelResend = null;
  state.socket?.close();
  state.socket = null;
  state.ready = false;
  state.sentN = 0;
}
