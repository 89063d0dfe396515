import type * as Party from 'partykit/server';
import { isAllowedHost, isAllowedOrigin } from '../auth/request-origin.ts';
import { isRunOf } from '../auth/run-id.ts';
import { sealHeaders } from '../auth/door.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import { readEnvironment, signingKey } from './environment.ts';
import { REFUSALS } from './json-response.ts';

/** The ticket of an admitted socket, for the room that remembers it. */
export interface AdmittedTicket {
  readonly id: string;
  readonly expiresAt: number;
}

const TICKET_HEADER = 'x-weft-ticket';

/**
 * For `onBeforeConnect`: only a socket with a ticket for this very room lets the room wake. `_pk` is taken out of the
 * address: partykit would make it the connection's id, and two connections with one id break each other.
 */
export async function admitSocket(request: Party.Request, lobby: Party.Lobby): Promise<Request | Response> {
  const environment = readEnvironment(lobby.env);
  const allowed = environment['WEFT_ALLOWED_HOSTS'];
  const { headers } = request;
  if (!isAllowedHost(headers.get('host'), allowed) || !isAllowedOrigin(headers.get('origin'), allowed))
    return REFUSALS.notAllowed();
  const key = signingKey(environment);
  const url = new URL(request.url);
  const ticket = await createTokenSigner(key).readTicket(url.searchParams.get('ticket') ?? '', Date.now());
  if (ticket === null || ticket.runId !== lobby.id || !isRunOf(key, lobby.id, ticket.flowId))
    return REFUSALS.unauthorized();
  url.search = '';
  const admitted: AdmittedTicket = { id: ticket.ticketId, expiresAt: ticket.expiresAt };
  const sealed = new Request(url, request as unknown as Request);
  for (const [name, value] of Object.entries(
    sealHeaders(key, { method: 'GET', path: url.pathname, grant: null }, Date.now()),
  ))
    sealed.headers.set(name, value);
  sealed.headers.set(TICKET_HEADER, JSON.stringify(admitted));
  return sealed;
}

export function admittedTicket(request: Party.Request): AdmittedTicket {
  return JSON.parse(request.headers.get(TICKET_HEADER) ?? '{}') as AdmittedTicket;
}
