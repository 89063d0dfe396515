import ReconnectingWebSocket from 'partysocket/ws';

/** The part of a socket that a connection needs; a test puts its own in the place. */
export interface SocketLike {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

export interface SocketEvents {
  readonly open: () => void;
  readonly message: (text: string) => void;
  /** Once, however the socket ended. */
  readonly closed: (code: number) => void;
}

export type OpenSocket = (url: string, events: SocketEvents) => SocketLike;

/** A socket that takes longer to open counts as failed. */
const OPEN_DEADLINE_MS = 10_000;

/**
 * A partysocket that makes one attempt and keeps no queue: its backoff has no jitter and its queue is flushed before
 * `open` and without bound, so trying again and resending are ours.
 */
export const openPartySocket: OpenSocket = (url, events) => {
  const socket = new ReconnectingWebSocket(url, [], {
    maxRetries: 0,
    maxEnqueuedMessages: 0,
    connectionTimeout: OPEN_DEADLINE_MS,
  });
  let isOver = false;
  const end = (code: number) => {
    if (isOver) return;
    isOver = true;
    events.closed(code);
  };
  socket.addEventListener('open', () => events.open());
  socket.addEventListener('message', (event) => {
    if (!isOver && typeof event.data === 'string') events.message(event.data);
  });
  socket.addEventListener('close', (event) => end(event.code));
  socket.addEventListener('error', () => end(ABNORMAL));
  return {
    send: (text) => void socket.send(text),
    close() {
      isOver = true;
      socket.close();
    },
  };
};

/** What browsers report when a connection broke without a close frame (RFC 6455, 7.1.5). */
const ABNORMAL = 1006;
