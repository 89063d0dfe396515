import { z } from 'zod/mini';
import {
  makeGrantSchema,
  makeRingSchema,
  type FlowGrant,
  type FlowGrantsResponse,
} from '#shared/protocol/vault-messages.ts';
import { isAllowed } from '../auth/decide.ts';
import { GIVE_KEYS_ACTION, type RingRoute } from '../auth/needed-action.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import type { Grant } from '../core/grant.ts';
import { newTicketId, type ApiContext } from './api-access.ts';
import { signingKey } from './environment.ts';
import { flowBudget } from './flow-budget.ts';
import { jsonResponse, REFUSALS } from './json-response.ts';
import { askRoom } from './parties.ts';
import { purseOf } from './purse-of.ts';
import { parseJson, readBody, type BodySource } from './read-body.ts';

const RING_ID = /^[A-Za-z0-9_-]{21,64}$/;
const PART_ID = /^[A-Za-z0-9_-]{1,100}$/;
const BODY_BYTES = 16 * 1024;

/** Everything under /api/rings. @param parts the path below it. */
export async function answerRings(
  context: ApiContext,
  request: Request,
  parts: readonly string[],
): Promise<Response> {
  const [ringId = '', what = '', which = '', last = ''] = parts;
  const body = await readBody(request as BodySource, BODY_BYTES);
  if (body === null) return REFUSALS.tooLarge();
  if (ringId === '') return request.method === 'POST' ? makeRing(context, body) : REFUSALS.notFound();
  if (!RING_ID.test(ringId) || !PART_ID.test(which || 'x') || parts.length > 4) return REFUSALS.notFound();
  const pattern = `/:ringId${what && `/${what}`}${which && '/:id'}${last && `/${last}`}`;
  const toOwn = (route: RingRoute, path = `/own/${parts.slice(1).join('/')}`) =>
    asOwner(context, request, ringId, () => toRing(context, ringId, { route, path, body }));
  switch (`${request.method} ${pattern}`) {
    case 'POST /:ringId/token':
      return toVault(context, ringId, { method: 'POST', path: '/token', body });
    case 'GET /:ringId':
      return toOwn('GET /api/rings/:ringId', '/own');
    case 'DELETE /:ringId':
      return toOwn('DELETE /api/rings/:ringId', '/own');
    case 'POST /:ringId/keys':
      return toOwn('POST /api/rings/:ringId/keys');
    case 'POST /:ringId/keys/:id/check':
      return toOwn('POST /api/rings/:ringId/keys/:keyId/check');
    case 'DELETE /:ringId/keys/:id':
      return toOwn('DELETE /api/rings/:ringId/keys/:keyId');
    case 'POST /:ringId/grants':
      return asOwner(context, request, ringId, () => makeGrant(context, ringId, body));
    case 'PATCH /:ringId/grants/:id':
      return toOwn('PATCH /api/rings/:ringId/grants/:grantId');
    case 'DELETE /:ringId/grants/:id':
      return toOwn('DELETE /api/rings/:ringId/grants/:grantId');
    case 'GET /:ringId/ledger':
      return toOwn('GET /api/rings/:ringId/ledger', `/own/ledger${new URL(request.url).search}`);
    case 'GET /:ringId/ledger.csv':
      return toOwn('GET /api/rings/:ringId/ledger.csv');
    case 'POST /:ringId/ledger/:id/verdict':
      return toOwn('POST /api/rings/:ringId/ledger/:n/verdict');
    default:
      return REFUSALS.notFound();
  }
}

/** Whoever asks has a token of this very ring. */
async function asOwner(
  { environment }: ApiContext,
  request: Request,
  ringId: string,
  answer: () => Promise<Response>,
): Promise<Response> {
  const [scheme, token = ''] = (request.headers.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer') return REFUSALS.unauthorized();
  const owned = await createTokenSigner(signingKey(environment)).readRing(token, Date.now());
  if (owned === null) return REFUSALS.unauthorized();
  return owned === ringId ? answer() : REFUSALS.notFound();
}

interface VaultRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: Uint8Array | string;
  readonly grant?: Grant;
}

/** Asks a room of the vault, for a person or in the relay's own name. */
export function toVault(
  { environment, parties }: ApiContext,
  room: string,
  { method, path, body, grant }: VaultRequest,
): Promise<Response> {
  const isEmpty = body === undefined || body.length === 0 || method === 'GET';
  const target = { party: 'vault', room, path, method, grant: grant ?? null } as const;
  return askRoom(
    parties,
    signingKey(environment),
    isEmpty ? target : { ...target, body: typeof body === 'string' ? body : new Uint8Array(body) },
    Date.now(),
  );
}

function toRing(
  context: ApiContext,
  ringId: string,
  { route, path, body }: { readonly route: RingRoute; readonly path: string; readonly body: Uint8Array },
): Promise<Response> {
  return toVault(context, ringId, { method: route.slice(0, route.indexOf(' ')), path, body });
}

function makeRing(context: ApiContext, body: Uint8Array): Promise<Response> {
  const parsed = makeRingSchema.safeParse(parseJson(body));
  if (!parsed.success) return Promise.resolve(REFUSALS.badRequest());
  return toVault(context, parsed.data.ringId, {
    method: 'POST',
    path: '/ring',
    body: JSON.stringify(parsed.data),
  });
}

/**
 * Needs two proofs: that one owns the ring, and that one may edit the flow. The flow's purse is told where the grant will
 * be before it is made: no grant is ever there that the flow's editors do not see.
 */
async function makeGrant(context: ApiContext, ringId: string, body: Uint8Array): Promise<Response> {
  const parsed = makeGrantSchema.safeParse(parseJson(body));
  if (!parsed.success) return REFUSALS.badRequest();
  const { flowToken, ...terms } = parsed.data;
  const key = signingKey(context.environment);
  const flow = await createTokenSigner(key).readToken(flowToken, Date.now());
  if (flow === null) return REFUSALS.unauthorized();
  if (!isAllowed(flow.role, GIVE_KEYS_ACTION)) return REFUSALS.notAllowed();
  const { flowId } = flow;
  const admission = { party: 'flow', room: flowId, path: '/admit', method: 'POST', grant: flow } as const;
  const admitted = await askRoom(context.parties, key, admission, Date.now());
  if (!admitted.ok) return admitted;
  const grantId = newTicketId();
  const place = JSON.stringify({ flowId, ringId, grantId });
  const noted = await toVault(context, purseOf(flowId), { method: 'POST', path: '/places', body: place });
  if (!noted.ok) return noted;
  const path = `/own/grants/${grantId}`;
  return toVault(context, ringId, { method: 'POST', path, body: JSON.stringify({ ...terms, flowId }) });
}

const purseSchema = z.object({
  spent: z.object({ totalMicroUsd: z.number(), todayMicroUsd: z.number(), heldMicroUsd: z.number() }),
  places: z.array(z.object({ ringId: z.string(), grantId: z.string() })),
  dayEndsAt: z.number(),
  now: z.number(),
});

const SHOWN_AFTER_END_MS = 30 * 24 * 60 * 60_000;

/** What may pay for runs of a flow, each ring asked for its own. A ring that does not answer is left out. */
export async function flowGrants(context: ApiContext, grant: Grant): Promise<Response> {
  const purse = await toVault(context, purseOf(grant.flowId), { method: 'GET', path: '/places' });
  const found = purseSchema.safeParse(purse.ok ? await purse.json() : null);
  if (!found.success) return REFUSALS.inside();
  const { spent, places, dayEndsAt, now } = found.data;
  const offers = await Promise.all(
    places.map(async ({ ringId, grantId }) => {
      const request = { method: 'GET', path: `/offers/${grantId}`, grant };
      const answer = await toVault(context, ringId, request).catch(() => null);
      return answer?.ok === true ? ((await answer.json()) as FlowGrant) : null;
    }),
  );
  const isShown = ({ grant: { revokedAt, endsAt } }: FlowGrant): boolean =>
    now - Math.min(revokedAt ?? now, endsAt ?? now) < SHOWN_AFTER_END_MS;
  const body: FlowGrantsResponse = {
    grants: offers.filter((offer) => offer !== null).filter(isShown),
    environment: { perDayMicroUsd: flowBudget(context.environment), spent },
    ...{ dayEndsAt, now },
  };
  return jsonResponse(body);
}
