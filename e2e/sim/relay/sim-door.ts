import { LIMITS } from '#shared/protocol/limits.ts';
import { createFlowSchema, startRunSchema, tokenRequestSchema } from '#shared/protocol/messages.ts';
import { weftError } from '#shared/run/errors.ts';
import { isAllowed } from '../../../relay/auth/decide.ts';
import { findLink } from '../../../relay/auth/flow-links.ts';
import { ROUTE_ACTIONS, type GuardedRoute } from '../../../relay/auth/needed-action.ts';
import { isRunOf, makeRunId } from '../../../relay/auth/run-id.ts';
import { listRuns } from '../../../relay/core/flow/run-list.ts';
import type { Grant } from '../../../relay/core/grant.ts';
import { listProviders } from '../../../relay/providers/list-providers.ts';
import { errorResponse, jsonResponse, REFUSALS } from '../../../relay/shell/json-response.ts';
import { parseJson } from '../../../relay/shell/read-body.ts';
import { makeFlow, tokenEnd, type SimRelay } from './sim-relay.ts';

/** The key with which run ids are made; the same for ever, as in a relay that is started again. */
export const SIM_KEY = 'the simulation has no secrets: 0123456789';

export interface DoorRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string | null;
  readonly body: Uint8Array | null;
}

/** The front door: what relay/main.ts, relay/shell/api.ts and relay/flow.ts do with a request under /api. */
export async function answerDoor(relay: SimRelay, request: DoorRequest): Promise<Response> {
  const [, , what = '', id = '', sub = '', last = ''] = request.path.split('/');
  const route = `${request.method} ${what}${id === '' ? '' : '/:id'}${sub === '' ? '' : `/${sub}`}`;
  const toRun = (name: GuardedRoute, parts: readonly string[]): Promise<Response> =>
    withRun(relay, request, name, id, (grant) =>
      relay.room(id).request({ method: request.method, parts, body: request.body, grant }),
    );
  switch (route) {
    case 'GET providers':
      return jsonResponse({ providers: listProviders(relay.environment) });
    case 'POST flows':
      return createFlow(relay, request);
    case 'POST flows/:id/token':
      return giveToken(relay, request, id);
    case 'GET flows/:id/runs':
      return withGrant(relay, request, 'GET /api/flows/:flowId/runs', async (grant) =>
        grant.flowId === id
          ? jsonResponse({ runs: listRuns(relay.flows.get(id)?.runs ?? []) })
          : REFUSALS.notFound(),
      );
    case 'POST runs':
      return withGrant(relay, request, 'POST /api/runs', (grant) => startRun(relay, request, grant));
    case 'POST runs/:id/ticket':
      return withRun(relay, request, 'POST /api/runs/:runId/ticket', id, async (grant) =>
        jsonResponse({ ticket: makeTicket(relay, id, grant.flowId) }),
      );
    case 'GET runs/:id/pages':
      return toRun('GET /api/runs/:runId/pages/:page', ['pages', last]);
    case 'POST runs/:id/poll':
      return toRun('POST /api/runs/:runId/poll', ['poll']);
    case 'PUT runs/:id/blobs':
      return toRun('PUT /api/runs/:runId/blobs/:sha256', ['blobs', last]);
    case 'GET runs/:id/blobs':
      return toRun('GET /api/runs/:runId/blobs/:sha256', ['blobs', last]);
    default:
      return REFUSALS.notFound();
  }
}

type WithGrant = (grant: Grant) => Promise<Response>;

async function withGrant(
  relay: SimRelay,
  { token }: DoorRequest,
  route: GuardedRoute,
  answer: WithGrant,
): Promise<Response> {
  const grant = token === null ? null : relay.signer.readToken(token, relay.clock.now());
  if (grant === null) return REFUSALS.unauthorized();
  return isAllowed(grant.role, ROUTE_ACTIONS[route]) ? answer(grant) : REFUSALS.notAllowed();
}

function withRun(
  relay: SimRelay,
  request: DoorRequest,
  route: GuardedRoute,
  runId: string,
  answer: WithGrant,
): Promise<Response> {
  return withGrant(relay, request, route, async (grant) => {
    const isOwn =
      isRunOf(SIM_KEY, runId, grant.flowId) && (grant.runId === undefined || grant.runId === runId);
    return isOwn ? answer(grant) : REFUSALS.notFound();
  });
}

function createFlow(relay: SimRelay, { body }: DoorRequest): Response {
  const parsed = createFlowSchema.safeParse(parseJson(body ?? new Uint8Array()));
  if (!parsed.success) return REFUSALS.badRequest();
  const status = makeFlow(relay, parsed.data);
  if (status === 409)
    return errorResponse(409, weftError('not-allowed', 'This flow belongs to somebody else.'));
  return jsonResponse({ flowId: parsed.data.flowId }, status);
}

function giveToken(relay: SimRelay, { body }: DoorRequest, flowId: string): Response {
  const parsed = tokenRequestSchema.safeParse(parseJson(body ?? new Uint8Array()));
  if (!parsed.success) return REFUSALS.badRequest();
  const flow = relay.flows.get(flowId);
  if (flow === undefined) return REFUSALS.notFound();
  const now = Math.floor(relay.clock.now());
  const link = findLink(flow.record.links, parsed.data.secret, now);
  if (link === null) return REFUSALS.linkEnded();
  const { signer, random } = relay;
  const { person } = parsed.data;
  const known = person === undefined ? null : signer.readPerson(person);
  const personId = known ?? `person-${random.between(1e9, 9e9)}`;
  const expiresAt = tokenEnd(now, link.endsAt);
  const { linkId, role, runId } = link;
  const grant = { personId, linkId, flowId, role, expiresAt, ...(runId === undefined ? {} : { runId }) };
  const token = signer.signToken(grant);
  return jsonResponse({ token, person: signer.signPerson(personId), personId, role, expiresAt, now });
}

async function startRun(relay: SimRelay, { body }: DoorRequest, grant: Grant): Promise<Response> {
  const parsed = startRunSchema.safeParse(parseJson(body ?? new Uint8Array()));
  if (!parsed.success) return REFUSALS.badRequest();
  const { flowId, personId } = grant;
  const runId = makeRunId(SIM_KEY, { flowId, personId, requestId: parsed.data.requestId });
  return relay.room(runId).request({ method: 'POST', parts: ['start', runId], body, grant });
}

function makeTicket(relay: SimRelay, runId: string, flowId: string): string {
  const expiresAt = relay.clock.now() + LIMITS.ticketMs;
  const ticketId = `jti-${relay.random.between(1e9, 9e9)}`;
  return relay.signer.signTicket({ runId, flowId, ticketId, expiresAt });
}

/** What `onBeforeConnect` of relay/run.ts decides: only a ticket for this very room lets a socket in. */
export function admit(
  relay: SimRelay,
  runId: string,
  ticketText: string,
): { readonly id: string; readonly expiresAt: number } | null {
  const ticket = relay.signer.readTicket(ticketText, relay.clock.now());
  if (ticket === null || ticket.runId !== runId || !isRunOf(SIM_KEY, runId, ticket.flowId)) return null;
  return { id: ticket.ticketId, expiresAt: ticket.expiresAt };
}
