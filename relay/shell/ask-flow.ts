import type * as Party from 'partykit/server';
import { readEnvironment, signingKey } from './environment.ts';
import { askRoom, rememberParties } from './parties.ts';
import type { KeeperRequest } from './picture-keeper.ts';

/** Asks the flow's room in the relay's own name; null when the other rooms cannot be reached from here. */
export async function askFlow(
  { flowId, method, path, body }: KeeperRequest,
  room: Party.Room,
): Promise<Response | null> {
  const parties = rememberParties(() => room.context.parties);
  if (parties === null) return null;
  const key = signingKey(readEnvironment(room.env));
  const bytes = body === null ? null : new Uint8Array(body);
  const target = { party: 'flow', room: flowId, path, method, grant: null, body: bytes } as const;
  return askRoom(parties, key, target, Date.now());
}
