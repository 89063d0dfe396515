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

/** What browsers report when a connection broke without a close frame (RFC 6455, 7.1.5). */
const ABNORMAL = 1006;

/**
 * The browser's own socket: one attempt, and what cannot be sent now is dropped. Trying again, with jitter, and sending
 * again are the connection's; a library that does them in its own way has nothing left to do.
 */
export const openWebSocket: OpenSocket = (url, events) => {
  let isOver = false;
  const deadline = setTimeout(() => {
    end(ABNORMAL);
    socket?.close();
  }, OPEN_DEADLINE_MS);
  const socket = tryToOpen(url);

  function end(code: number): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(deadline);
    events.closed(code);
  }
  socket?.addEventListener('open', () => {
    clearTimeout(deadline);
    if (!isOver) events.open();
  });
  socket?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isOver && typeof data === 'string') events.message(data);
  });
  socket?.addEventListener('close', ({ code }) => end(code));
  socket?.addEventListener('error', () => end(ABNORMAL));
  // Whoever opened it has it in hand before hearing of its end.
  if (socket === null) queueMicrotask(() => end(ABNORMAL));
  return {
    send(text) {
      if (socket?.readyState === OPEN) socket.send(text);
    },
    close() {
      isOver = true;
      clearTimeout(deadline);
      socket?.close();
    },
  };
};

/** WebSocket.OPEN. */
const OPEN = 1;

/** null = the browser refuses the address itself, as it does for ws:// in a page of https://. */
function tryToOpen(url: string): WebSocket | null {
  try {
    return new WebSocket(url);
  } catch {
    return null;
  }
}
