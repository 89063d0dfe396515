import { openSocket, type TestSocket } from '../../relay/testing/open-socket.ts';
import type { OpenSocket, SocketLike } from '../../web/adapters/socket-like.ts';

/** Sockets of a tab in Node, which has none of its own before version 22. */
export interface NodeSockets {
  readonly open: OpenSocket;
  /** Every socket is torn down without a word, and none opens any more. */
  readonly cut: () => void;
}

const ABNORMAL = 1006;

export function createNodeSockets(): NodeSockets {
  const live = new Set<TestSocket>();
  let isCut = false;

  const open: OpenSocket = (url, events): SocketLike => {
    let socket: TestSocket | null = null;
    let isOver = false;
    const end = (code: number) => {
      if (isOver) return;
      isOver = true;
      if (!isCut) events.closed(code);
    };
    void openSocket(
      url.replace(/^ws/, 'http'),
      {},
      { onText: (text) => !isOver && !isCut && events.message(text) },
    ).then(
      (opened) => {
        if (isOver || isCut) return opened.close();
        socket = opened;
        live.add(opened);
        void opened.closed.then((code) => {
          live.delete(opened);
          end(code);
        });
        events.open();
      },
      () => end(ABNORMAL),
    );
    return {
      send: (text) => socket?.sendText(text),
      close() {
        isOver = true;
        socket?.close();
      },
    };
  };
  return Object.freeze({
    open,
    cut() {
      isCut = true;
      for (const socket of live) socket.close();
    },
  });
}
