import { isAllowed } from '../auth/decide.ts';
import { ROUTE_ACTIONS, type GuardedRoute } from '../auth/needed-action.ts';
import { base64Url } from '../auth/mac.ts';
import { isRunOf } from '../auth/run-id.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import type { Grant } from '../core/grant.ts';
import type { RelayEnvironment } from '../providers/types.ts';
import { signingKey } from './environment.ts';
import { REFUSALS } from './json-response.ts';
import { askRoom, type Parties } from './parties.ts';

export interface ApiContext {
  readonly environment: RelayEnvironment;
  readonly parties: Parties;
}

export type WithGrant = (grant: Grant) => Promise<Response>;

const TICKET_ID_BYTES = 16;

/** Whoever asks has a valid token whose role may use this route. */
export async function withGrant(
  { environment }: ApiContext,
  request: Request,
  route: GuardedRoute,
  answer: WithGrant,
): Promise<Response> {
  const [scheme, token = ''] = (request.headers.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer') return REFUSALS.unauthorized();
  const grant = await createTokenSigner(signingKey(environment)).readToken(token, Date.now());
  if (grant === null) return REFUSALS.unauthorized();
  return isAllowed(grant.role, ROUTE_ACTIONS[route]) ? answer(grant) : REFUSALS.notAllowed();
}

/** As withGrant, for the token's flow; any other id looks like none, and its room does not wake. */
export function withFlow(
  context: ApiContext,
  request: Request,
  route: GuardedRoute,
  flowId: string,
  answer: WithGrant,
): Promise<Response> {
  return withGrant(context, request, route, (grant) =>
    grant.flowId === flowId ? answer(grant) : Promise.resolve(REFUSALS.notFound()),
  );
}

/** As withGrant, for a run of the token's flow; any other id looks like none, and its room does not wake. */
export function withRun(
  context: ApiContext,
  request: Request,
  route: GuardedRoute,
  runId: string,
  answer: WithGrant,
): Promise<Response> {
  return withGrant(context, request, route, (grant) => {
    const isOwn =
      isRunOf(signingKey(context.environment), runId, grant.flowId) &&
      (grant.runId === undefined || grant.runId === runId);
    return isOwn ? answer(grant) : Promise.resolve(REFUSALS.notFound());
  });
}

/** Passes the request on to a room, with its body, for whoever asks. */
export function passOn(
  { environment, parties }: ApiContext,
  { method, body }: Request,
  target: { party: 'flow' | 'run'; room: string; path: string; grant: Grant | null },
): Promise<Response> {
  return askRoom(parties, signingKey(environment), { ...target, method, body }, Date.now());
}

export function newTicketId(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(TICKET_ID_BYTES)));
}
