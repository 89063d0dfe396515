import { z } from 'zod/mini';
import { LIMITS } from '#shared/protocol/limits.ts';
import { createFlowSchema, startRunSchema } from '#shared/protocol/messages.ts';
import { isAllowed } from '../auth/decide.ts';
import { ROUTE_ACTIONS, type GuardedRoute } from '../auth/needed-action.ts';
import { base64Url } from '../auth/mac.ts';
import { isRunOf, makeRunId } from '../auth/run-id.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import type { Grant } from '../core/grant.ts';
import { listProvidersWithCustomModels } from '../providers/list-custom-models.ts';
import { platformFetch, platformTimers } from '../providers/outbound-platform.ts';
import type { RelayEnvironment } from '../providers/types.ts';
import { compressed } from './compress.ts';
import { signingKey } from './environment.ts';
import { jsonResponse, REFUSALS } from './json-response.ts';
import { askRoom, type Parties } from './parties.ts';
import { parseJson, readBody, type BodySource } from './read-body.ts';

export interface ApiContext {
  readonly environment: RelayEnvironment;
  readonly parties: Parties;
}

const FLOW_ID = /^[A-Za-z0-9_-]{21,64}$/;
const HASH = /^[0-9a-f]{64}$/;
const SMALL_BODY_BYTES = 16 * 1024;
const TICKET_ID_BYTES = 16;

/** Everything under /api. Whatever needs a token names its route, and ROUTE_ACTIONS says what that route asks for. */
export async function answerApi(context: ApiContext, request: Request): Promise<Response> {
  const { method } = request;
  const [, , what = '', id = '', sub = '', last = ''] = new URL(request.url).pathname.split('/');
  const route = `${method} ${what}${id === '' ? '' : '/:id'}${sub === '' ? '' : `/${sub}`}${last === '' ? '' : '/:last'}`;
  switch (route) {
    case 'GET providers':
      return providers(context);
    case 'POST flows':
      return createFlow(context, request);
    case 'POST flows/:id/token':
      return flowToken(context, request, id);
    case 'GET flows/:id/runs':
      return withGrant(context, request, 'GET /api/flows/:flowId/runs', (grant) =>
        grant.flowId === id ? toFlow(context, grant, id) : Promise.resolve(REFUSALS.notFound()),
      );
    case 'POST runs':
      return withGrant(context, request, 'POST /api/runs', (grant) => startRun(context, request, grant));
    case 'POST runs/:id/ticket':
      return withRun(context, request, 'POST /api/runs/:runId/ticket', id, (grant) =>
        ticket(context, grant, id),
      );
    case 'GET runs/:id/pages/:last':
      return withRun(context, request, 'GET /api/runs/:runId/pages/:page', id, async (grant) =>
        /^\d{1,6}$/.test(last)
          ? compressed(
              await toRun(context, request, grant, id, `/pages/${last}`),
              request.headers.get('accept-encoding'),
            )
          : REFUSALS.notFound(),
      );
    case 'POST runs/:id/poll':
      return withRun(context, request, 'POST /api/runs/:runId/poll', id, (grant) =>
        toRun(context, request, grant, id, '/poll'),
      );
    case 'PUT runs/:id/blobs/:last':
      return withRun(context, request, 'PUT /api/runs/:runId/blobs/:sha256', id, (grant) =>
        toBlob(context, request, grant, id, last),
      );
    case 'GET runs/:id/blobs/:last':
      return withRun(context, request, 'GET /api/runs/:runId/blobs/:sha256', id, (grant) =>
        toBlob(context, request, grant, id, last),
      );
    default:
      return REFUSALS.notFound();
  }
}

async function providers({ environment }: ApiContext): Promise<Response> {
  const ports = { fetch: platformFetch, timers: platformTimers };
  return jsonResponse({ providers: await listProvidersWithCustomModels(environment, ports) });
}

type WithGrant = (grant: Grant) => Promise<Response>;

async function withGrant(
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

/** As withGrant, for a run of the token's flow; any other id looks like none, and its room does not wake. */
function withRun(
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

async function createFlow(context: ApiContext, request: Request): Promise<Response> {
  const bytes = await readBody(request as BodySource, SMALL_BODY_BYTES);
  if (bytes === null) return REFUSALS.tooLarge();
  const parsed = createFlowSchema.safeParse(parseJson(bytes));
  if (!parsed.success || !FLOW_ID.test(parsed.data.flowId)) return REFUSALS.badRequest();
  const body = JSON.stringify(parsed.data);
  const target = {
    party: 'flow',
    room: parsed.data.flowId,
    path: '/create',
    method: 'POST',
    grant: null,
  } as const;
  return askRoom(context.parties, signingKey(context.environment), { ...target, body }, Date.now());
}

async function flowToken(context: ApiContext, request: Request, flowId: string): Promise<Response> {
  if (!FLOW_ID.test(flowId)) return REFUSALS.notFound();
  const body = await readBody(request as BodySource, SMALL_BODY_BYTES);
  if (body === null) return REFUSALS.tooLarge();
  const target = { party: 'flow', room: flowId, path: '/token', method: 'POST', grant: null } as const;
  return askRoom(context.parties, signingKey(context.environment), { ...target, body }, Date.now());
}

function toFlow({ environment, parties }: ApiContext, grant: Grant, flowId: string): Promise<Response> {
  const target = { party: 'flow', room: flowId, path: '/runs', method: 'GET', grant } as const;
  return askRoom(parties, signingKey(environment), target, Date.now());
}

/** The id is made from what makes the request this request: asked twice, it is one run. */
async function startRun(context: ApiContext, request: Request, grant: Grant): Promise<Response> {
  const body = await readBody(request as BodySource, LIMITS.blobBytes);
  if (body === null) return REFUSALS.tooLarge();
  const envelope = z.looseObject({ requestId: startRunSchema.shape.requestId }).safeParse(parseJson(body));
  if (!envelope.success) return REFUSALS.badRequest();
  const { flowId, personId } = grant;
  const key = signingKey(context.environment);
  const runId = makeRunId(key, { flowId, personId, requestId: envelope.data.requestId });
  const target = { party: 'run', room: runId, path: `/start/${runId}`, method: 'POST', grant } as const;
  return askRoom(context.parties, key, { ...target, body }, Date.now());
}

async function ticket({ environment }: ApiContext, grant: Grant, runId: string): Promise<Response> {
  const ticketId = base64Url(crypto.getRandomValues(new Uint8Array(TICKET_ID_BYTES)));
  const expiresAt = Date.now() + LIMITS.ticketMs;
  const signer = createTokenSigner(signingKey(environment));
  return jsonResponse({
    ticket: await signer.signTicket({ runId, flowId: grant.flowId, ticketId, expiresAt }),
  });
}

function toBlob(
  context: ApiContext,
  request: Request,
  grant: Grant,
  runId: string,
  hash: string,
): Promise<Response> {
  if (!HASH.test(hash)) return Promise.resolve(REFUSALS.notFound());
  return toRun(context, request, grant, runId, `/blobs/${hash}`);
}

function toRun(
  { environment, parties }: ApiContext,
  request: Request,
  grant: Grant,
  runId: string,
  path: string,
): Promise<Response> {
  const { method, body } = request;
  const target = { party: 'run', room: runId, path, method, grant, body } as const;
  return askRoom(parties, signingKey(environment), target, Date.now());
}
