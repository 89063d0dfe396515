import { LIMITS } from '#shared/protocol/limits.ts';
import { createFlowSchema } from '#shared/protocol/requests.ts';
import { readPieceName } from '#shared/protocol/pictures.ts';
import type { GuardedRoute } from '../auth/needed-action.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import type { Grant } from '../core/grant.ts';
import { newTicketId, passOn, withFlow, type ApiContext } from './api-access.ts';
import { flowGrants } from './api-rings.ts';
import { compressed } from './compress.ts';
import { signingKey } from './environment.ts';
import { jsonResponse, REFUSALS } from './json-response.ts';
import { askRoom } from './parties.ts';
import { parseJson, readBody, type BodySource } from './read-body.ts';

const FLOW_ID = /^[A-Za-z0-9_-]{21,64}$/;
const PART_ID = /^[A-Za-z0-9_-]{1,100}$/;
const SMALL_BODY_BYTES = 16 * 1024;

/** Everything under /api/flows. @param parts the path below it. */
export function answerFlows(
  context: ApiContext,
  request: Request,
  parts: readonly string[],
): Promise<Response> {
  const [flowId = '', what = '', which = '', last = ''] = parts;
  const pattern = `${flowId && '/:flowId'}${what && `/${what}`}${which && '/:id'}${last && `/${last}`}`;
  const on = (route: GuardedRoute, answer?: (grant: Grant) => Promise<Response>) =>
    withFlow(context, request, route, flowId, answer ?? ((grant) => toFlow(context, request, grant, parts)));
  // Pictures are compressed as they are.
  const toPictures = (grant: Grant) =>
    passOn(context, request, { party: 'flow', room: flowId, path: `/${parts.slice(1).join('/')}`, grant });
  if (!PART_ID.test(which || 'x')) return Promise.resolve(REFUSALS.notFound());
  switch (`${request.method} ${pattern}`) {
    case 'POST ':
      return createFlow(context, request);
    case 'POST /:flowId/token':
      return flowToken(context, request, flowId);
    case 'DELETE /:flowId':
      return on('DELETE /api/flows/:flowId', (grant) =>
        passOn(context, request, { party: 'flow', room: flowId, path: '/remove', grant }),
      );
    case 'POST /:flowId/owner':
      return on('POST /api/flows/:flowId/owner');
    case 'POST /:flowId/ticket':
      return on('POST /api/flows/:flowId/ticket', (grant) => ticket(context, grant));
    case 'GET /:flowId/runs':
      return on('GET /api/flows/:flowId/runs');
    case 'GET /:flowId/grants':
      return on('GET /api/flows/:flowId/grants', (grant) => flowGrants(context, grant));
    case 'POST /:flowId/poll':
      return on('POST /api/flows/:flowId/poll');
    case 'GET /:flowId/document':
      return on('GET /api/flows/:flowId/document');
    case 'GET /:flowId/links':
      return on('GET /api/flows/:flowId/links');
    case 'POST /:flowId/links':
      return on('POST /api/flows/:flowId/links');
    case 'PATCH /:flowId/links/:id':
      return on('PATCH /api/flows/:flowId/links/:linkId');
    case 'DELETE /:flowId/links/:id':
      return on('DELETE /api/flows/:flowId/links/:linkId');
    case 'GET /:flowId/versions':
      return on('GET /api/flows/:flowId/versions');
    case 'POST /:flowId/versions':
      return on('POST /api/flows/:flowId/versions');
    case 'DELETE /:flowId/versions/:id':
      return on('DELETE /api/flows/:flowId/versions/:versionId');
    case 'GET /:flowId/versions/:id/document':
      return on('GET /api/flows/:flowId/versions/:versionId/document');
    case 'GET /:flowId/pictures/:id':
      return on('GET /api/flows/:flowId/pictures/:sha256', toPictures);
    case 'GET /:flowId/pictures/:id/upload':
      return on('GET /api/flows/:flowId/pictures/:sha256/upload', toPictures);
    default:
      return request.method === 'PUT' && what === 'pictures' && readPieceName(last) !== null
        ? on('PUT /api/flows/:flowId/pictures/:sha256/:piece', toPictures)
        : Promise.resolve(REFUSALS.notFound());
  }
}

async function toFlow(
  context: ApiContext,
  request: Request,
  grant: Grant,
  [flowId = '', ...rest]: readonly string[],
): Promise<Response> {
  const target = { party: 'flow', room: flowId, path: `/${rest.join('/')}`, grant } as const;
  return compressed(await passOn(context, request, target), request.headers.get('accept-encoding'));
}

async function createFlow(context: ApiContext, request: Request): Promise<Response> {
  const bytes = await readBody(request as BodySource, SMALL_BODY_BYTES);
  if (bytes === null) return REFUSALS.tooLarge();
  const parsed = createFlowSchema.safeParse(parseJson(bytes));
  if (!parsed.success || !FLOW_ID.test(parsed.data.flowId)) return REFUSALS.badRequest();
  const body = JSON.stringify(parsed.data);
  return fromRelay(context, parsed.data.flowId, '/create', body);
}

async function flowToken(context: ApiContext, request: Request, flowId: string): Promise<Response> {
  if (!FLOW_ID.test(flowId)) return REFUSALS.notFound();
  const body = await readBody(request as BodySource, SMALL_BODY_BYTES);
  return body === null ? REFUSALS.tooLarge() : fromRelay(context, flowId, '/token', body);
}

/** Asks the flow's room in the relay's own name: there is no token yet. */
function fromRelay(
  { environment, parties }: ApiContext,
  room: string,
  path: string,
  body: BodyInit,
): Promise<Response> {
  const target = { party: 'flow', room, path, method: 'POST', grant: null, body } as const;
  return askRoom(parties, signingKey(environment), target, Date.now());
}

async function ticket({ environment }: ApiContext, { flowId }: Grant): Promise<Response> {
  const expiresAt = Date.now() + LIMITS.ticketMs;
  const signer = createTokenSigner(signingKey(environment));
  return jsonResponse({
    ticket: await signer.signFlowTicket({ flowId, ticketId: newTicketId(), expiresAt }),
  });
}
