import { z } from 'zod/mini';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { StartRun } from '#shared/protocol/messages.ts';
import { startRunSchema } from '#shared/protocol/requests.ts';
import { makeRunId } from '../auth/run-id.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import type { Grant } from '../core/grant.ts';
import { newTicketId, passOn, withGrant, withRun, type ApiContext } from './api-access.ts';
import { toVault } from './api-rings.ts';
import { compressed } from './compress.ts';
import { signingKey } from './environment.ts';
import { jsonResponse, REFUSALS } from './json-response.ts';
import { askRoom } from './parties.ts';
import { parseJson, readBody, type BodySource } from './read-body.ts';

const HASH = /^[0-9a-f]{64}$/;
const PAGE = /^\d{1,6}$/;
const RING_ID = /^[A-Za-z0-9_-]{21,64}$/;
const PART_ID = /^[A-Za-z0-9_-]{1,100}$/;
const { requestId, payer } = startRunSchema.shape;
const envelopeSchema = z.looseObject({ requestId, payer });

/** Everything under /api/runs. @param parts the path below it. */
export function answerRuns(
  context: ApiContext,
  request: Request,
  parts: readonly string[],
): Promise<Response> {
  const [runId = '', what = '', last = ''] = parts;
  const toRun = (path: string) => (grant: Grant) =>
    passOn(context, request, { party: 'run', room: runId, path, grant });
  const notFound = () => Promise.resolve(REFUSALS.notFound());
  const toBlob = HASH.test(last) ? toRun(`/blobs/${last}`) : notFound;
  const toPage = async (grant: Grant) =>
    compressed(await toRun(`/pages/${last}`)(grant), request.headers.get('accept-encoding'));
  switch (`${request.method} ${runId && '/:runId'}${what && `/${what}`}${last && '/:last'}`) {
    case 'POST ':
      return withGrant(context, request, 'POST /api/runs', (grant) => startRun(context, request, grant));
    case 'DELETE /:runId':
      return withRun(context, request, 'DELETE /api/runs/:runId', runId, toRun('/remove'));
    case 'POST /:runId/ticket':
      return withRun(context, request, 'POST /api/runs/:runId/ticket', runId, (grant) =>
        ticket(context, grant, runId),
      );
    case 'GET /:runId/pages/:last':
      return withRun(
        context,
        request,
        'GET /api/runs/:runId/pages/:page',
        runId,
        PAGE.test(last) ? toPage : notFound,
      );
    case 'POST /:runId/poll':
      return withRun(context, request, 'POST /api/runs/:runId/poll', runId, toRun('/poll'));
    case 'PUT /:runId/blobs/:last':
      return withRun(context, request, 'PUT /api/runs/:runId/blobs/:sha256', runId, toBlob);
    case 'GET /:runId/blobs/:last':
      return withRun(context, request, 'GET /api/runs/:runId/blobs/:sha256', runId, toBlob);
    default:
      return notFound();
  }
}

/**
 * The id is made from what makes the request this request: asked twice, it is one run. A run that is not there yet can
 * know of no revoked link, so the flow's room is asked whether this one may still start it.
 */
async function startRun(context: ApiContext, request: Request, grant: Grant): Promise<Response> {
  const body = await readBody(request as BodySource, LIMITS.blobBytes);
  if (body === null) return REFUSALS.tooLarge();
  const envelope = envelopeSchema.safeParse(parseJson(body));
  if (!envelope.success) return REFUSALS.badRequest();
  const { flowId, personId } = grant;
  const key = signingKey(context.environment);
  const admission = { party: 'flow', room: flowId, path: '/admit', method: 'POST', grant } as const;
  const admitted = await askRoom(context.parties, key, admission, Date.now());
  if (!admitted.ok) return admitted;
  const refused = await refusedByRing(context, grant, envelope.data.payer);
  if (refused !== null) return refused;
  const runId = makeRunId(key, { flowId, personId, requestId: envelope.data.requestId });
  const target = { party: 'run', room: runId, path: `/start/${runId}`, method: 'POST', grant } as const;
  return askRoom(context.parties, key, { ...target, body }, Date.now());
}

/** What a ring does not grant is said before the run, not with its first call. */
async function refusedByRing(
  context: ApiContext,
  grant: Grant,
  payer: StartRun['payer'],
): Promise<Response | null> {
  if (payer === undefined) return null;
  if (!PART_ID.test(payer.grantId) || !RING_ID.test(payer.ringId)) return REFUSALS.badRequest();
  const request = { method: 'POST', path: `/use/${payer.grantId}`, grant };
  const answer = await toVault(context, payer.ringId, request);
  return answer.ok ? null : answer;
}

async function ticket({ environment }: ApiContext, { flowId }: Grant, runId: string): Promise<Response> {
  const expiresAt = Date.now() + LIMITS.ticketMs;
  const signer = createTokenSigner(signingKey(environment));
  return jsonResponse({
    ticket: await signer.signTicket({ runId, flowId, ticketId: newTicketId(), expiresAt }),
  });
}
