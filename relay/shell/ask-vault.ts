import type * as Party from 'partykit/server';
import { readEnvironment, signingKey } from './environment.ts';
import { askRoom, rememberParties } from './parties.ts';

/** Asks a room of the vault in the relay's own name. @throws when the other rooms cannot be reached from here. */
export async function askVault(
  { vaultRoom, path, body }: { readonly vaultRoom: string; readonly path: string; readonly body: string },
  room: Party.Room,
): Promise<Response> {
  const parties = rememberParties(() => room.context.parties);
  if (parties === null) throw new Error('The vault cannot be reached from here.');
  const key = signingKey(readEnvironment(room.env));
  const target = { party: 'vault', room: vaultRoom, path, method: 'POST', grant: null, body } as const;
  return askRoom(parties, key, target, Date.now());
}
