import type * as Party from 'partykit/server';
import { countOne, type CounterName } from './metrics.ts';

/** The open sockets of a room, by the id that partykit made (admit-socket.ts keeps clients from choosing it). */
export interface RoomSockets {
  add(connection: Party.Connection): void;
  /** False when it was closed from here, or never open. */
  remove(connection: Party.Connection): boolean;
  send(connectionId: string, frame: string): void;
  close(connectionId: string, code: number, reason: string): void;
  closeAll(code: number, reason: string): void;
}

/** @param counters of sockets that came, and of those that went, whoever closed them. */
export function createRoomSockets(counters: {
  readonly opened: CounterName;
  readonly closed: CounterName;
}): RoomSockets {
  const open = new Map<string, Party.Connection>();
  const gone = (connectionId: string): boolean => {
    const wasOpen = open.delete(connectionId);
    if (wasOpen) countOne(counters.closed);
    return wasOpen;
  };
  return Object.freeze({
    add(connection: Party.Connection) {
      countOne(counters.opened);
      open.set(connection.id, connection);
    },
    remove: (connection: Party.Connection) => gone(connection.id),
    send(connectionId: string, frame: string) {
      try {
        open.get(connectionId)?.send(frame);
      } catch {
        // The socket is closing; its close event follows.
      }
    },
    close(connectionId: string, code: number, reason: string) {
      const connection = open.get(connectionId);
      gone(connectionId);
      connection?.close(code, reason);
    },
    closeAll(code: number, reason: string) {
      for (const connection of [...open.values()]) {
        gone(connection.id);
        connection.close(code, reason);
      }
    },
  });
}

/** Deals with a socket's event; partykit would send a thrown error's message to the client. */
export async function quietly(
  connection: Party.Connection,
  handle: () => void | Promise<void>,
): Promise<void> {
  try {
    await handle();
  } catch {
    connection.close(1011, 'internal');
  }
}
