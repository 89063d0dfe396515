import type * as Party from 'partykit/server';

/** The open sockets of a room, by the id that partykit made (admit-socket.ts keeps clients from choosing it). */
export interface RoomSockets {
  add(connection: Party.Connection): void;
  /** False when it was closed from here, or never open. */
  remove(connection: Party.Connection): boolean;
  send(connectionId: string, frame: string): void;
  close(connectionId: string, code: number, reason: string): void;
  closeAll(code: number, reason: string): void;
}

export function createRoomSockets(): RoomSockets {
  const open = new Map<string, Party.Connection>();
  return Object.freeze({
    add: (connection: Party.Connection) => void open.set(connection.id, connection),
    remove: (connection: Party.Connection) => open.delete(connection.id),
    send(connectionId: string, frame: string) {
      try {
        open.get(connectionId)?.send(frame);
      } catch {
        // The socket is closing; its close event follows.
      }
    },
    close(connectionId: string, code: number, reason: string) {
      const connection = open.get(connectionId);
      open.delete(connectionId);
      connection?.close(code, reason);
    },
    closeAll(code: number, reason: string) {
      const all = [...open.values()];
      open.clear();
      for (const connection of all) connection.close(code, reason);
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
