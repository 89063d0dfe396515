import type * as Party from 'partykit/server';
import { sealHeaders } from '../auth/door.ts';
import { platformFetch } from '../providers/outbound-platform.ts';
import { readEnvironment, signingKey } from './environment.ts';
import { askRoom, rememberParties } from './parties.ts';

interface VaultQuestion {
  readonly vaultRoom: string;
  readonly path: string;
  readonly body: string;
}

/** Asks a room of the vault in the relay's own name. @throws when it cannot be reached from here. */
export async function askVault(
  { vaultRoom, path, body }: VaultQuestion,
  room: Party.Room,
): Promise<Response> {
  const parties = rememberParties(() => room.context.parties);
  const environment = readEnvironment(room.env);
  const key = signingKey(environment);
  const target = { party: 'vault', room: vaultRoom, path, method: 'POST', grant: null, body } as const;
  if (parties !== null) return askRoom(parties, key, target, Date.now());
  return askByOwnDoor(environment['WEFT_ALLOWED_HOSTS'], { vaultRoom, path, body }, key);
}

const LOOPBACK = /^127\.0\.0\.1:\d{1,5}$/;

/**
 * A room that an alarm has woken in a new process knows no other rooms (partykit 0.0.115). It asks by the relay's own door
 * on this machine instead, sealed like all requests between rooms.
 */
function askByOwnDoor(
  allowedHosts: string | undefined,
  { vaultRoom, path, body }: VaultQuestion,
  key: string,
): Promise<Response> {
  const host = (allowedHosts ?? '').split(',').find((name) => LOOPBACK.test(name));
  if (host === undefined) return Promise.reject(new Error('The vault cannot be reached from here.'));
  const address = `/parties/vault/${vaultRoom}${path}`;
  const headers = sealHeaders(key, { method: 'POST', path: address, grant: null }, Date.now());
  const request = { method: 'POST', headers, body, redirect: 'manual' } as const;
  return platformFetch(`http://${host}${address}`, request);
}
