import type * as Party from 'partykit/server';
import { sealHeaders } from '../auth/door.ts';
import type { Grant } from '../core/grant.ts';

export type Parties = Party.Context['parties'];

/**
 * The other rooms, as this isolate saw them last. After a wake by alarm `room.context.parties` throws until the room is
 * evicted (partykit 0.0.115), although it is the same for everybody.
 */
let lastSeen: Parties | null = null;

export function rememberParties(parties: () => Parties): Parties | null {
  try {
    lastSeen = parties();
  } catch {
    // Woken by an alarm: the ones of before are still right.
  }
  return lastSeen;
}

export interface RoomRequest {
  readonly party: 'flow' | 'run' | 'vault';
  readonly room: string;
  /** Below the room, with a slash in front. */
  readonly path: string;
  readonly method: string;
  readonly grant: Grant | null;
  readonly body?: BodyInit | null;
}

/** Asks another room, by the public door and with a seal. */
export function askRoom(parties: Parties, key: string, request: RoomRequest, now: number): Promise<Response> {
  const { party, room, path, method, grant, body } = request;
  const namespace = parties[party];
  if (namespace === undefined) throw new Error(`There is no party ${party}.`);
  const headers = sealHeaders(key, { method, path: `/parties/${party}/${room}${path}`, grant }, now);
  return namespace.get(room).fetch(path, { method, headers, body: body ?? null });
}
