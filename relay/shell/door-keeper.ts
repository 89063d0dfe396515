import type * as Party from 'partykit/server';
import { openSeal } from '../auth/door.ts';
import type { Grant } from '../core/grant.ts';
import { readEnvironment, signingKey } from './environment.ts';
import { REFUSALS } from './json-response.ts';

/** Who a sealed request between rooms speaks for; undefined = it is none of ours. */
export function grantAtDoor(
  request: Party.Request,
  environment: Record<string, unknown>,
): Grant | null | undefined {
  const url = new URL(request.url);
  const key = signingKey(readEnvironment(environment));
  const { method, headers } = request;
  return openSeal(key, { method, path: url.pathname + url.search, headers }, Date.now());
}

/** For `onBeforeRequest`: requests to rooms come from rooms. */
export function refuseUnsealed(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
  try {
    return grantAtDoor(request, lobby.env) === undefined ? REFUSALS.notFound() : request;
  } catch {
    return REFUSALS.inside();
  }
}
