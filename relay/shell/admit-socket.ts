import type * as Party from 'partykit/server';
import { isAllowedHost, isAllowedOrigin } from '../auth/request-origin.ts';
import { isRunOf } from '../auth/run-id.ts';
import { sealHeaders } from '../auth/door.ts';
import { createTokenSigner, type FlowTicket } from '../auth/tokens.ts';
import { readEnvironment, signingKey } from './environment.ts';
import { REFUSALS } from './json-response.ts';

/** The ticket of an admitted socket, for the room that remembers it. */
export interface AdmittedTicket {
  readonly id: string;
  readonly expiresAt: number;
}

const TICKET_HEADER = 'x-weft-ticket';

/** For a run's `onBeforeConnect`. */
export function admitSocket(request: Party.Request, lobby: Party.Lobby): Promise<Request | Response> {
  return admit(request, lobby, async (ticket, key) => {
    const read = await createTokenSigner(key).readTicket(ticket, Date.now());
    return read !== null && read.runId === lobby.id && isRunOf(key, lobby.id, read.flowId) ? read : null;
  });
}

/** For a flow's `onBeforeConnect`. */
export function admitToFlow(request: Party.Request, lobby: Party.Lobby): Promise<Request | Response> {
  return admit(request, lobby, async (ticket, key) => {
    const read = await createTokenSigner(key).readFlowTicket(ticket, Date.now());
    return read?.flowId === lobby.id ? read : null;
  });
}

/**
 * Only a socket with a ticket for this very room lets the room wake. `_pk` is taken out of the address: partykit would
 * make it the connection's id, and two connections with one id break each other.
 */
async function admit(
  request: Party.Request,
  lobby: Party.Lobby,
  read: (ticket: string, key: string) => Promise<FlowTicket | null>,
): Promise<Request | Response> {
  const environment = readEnvironment(lobby.env);
  const allowed = environment['WEFT_ALLOWED_HOSTS'];
  const { headers } = request;
  if (!isAllowedHost(headers.get('host'), allowed) || !isAllowedOrigin(headers.get('origin'), allowed))
    return REFUSALS.notAllowed();
  const key = signingKey(environment);
  const url = new URL(request.url);
  const ticket = await read(url.searchParams.get('ticket') ?? '', key);
  if (ticket === null) return REFUSALS.unauthorized();
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
