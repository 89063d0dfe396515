import { LIMITS } from '#shared/protocol/limits.ts';
import { startRunSchema, tokenRequestSchema } from '#shared/protocol/requests.ts';
import { isAllowed } from '../../../relay/auth/decide.ts';
import { ROUTE_ACTIONS, type GuardedRoute } from '../../../relay/auth/needed-action.ts';
import { isRunOf, makeRunId } from '../../../relay/auth/run-id.ts';
import type { Grant } from '../../../relay/core/grant.ts';
import { storageFailed } from '../../../relay/core/handle-command.ts';
import { listProviders } from '../../../relay/providers/list-providers.ts';
import { errorResponse, jsonResponse, REFUSALS } from '../../../relay/shell/json-response.ts';
import { parseJson } from '../../../relay/shell/read-body.ts';
import { SIM_KEY, type PartyKind, type SimRelay } from './sim-relay.ts';

export interface DoorRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string | null;
  readonly body: Uint8Array | null;
}

type WithGrant = (grant: Grant) => Promise<Response>;

/** The front door: what relay/main.ts and relay/shell/api*.ts do with a request under /api. */
export async function answerDoor(relay: SimRelay, request: DoorRequest): Promise<Response> {
  const [, , what = '', id = '', ...rest] = request.path.split('/');
  if (what === 'flows') return answerFlows(relay, request, id, rest);
  if (what === 'runs') return answerRuns(relay, request, id, rest);
  if (what === 'providers') return jsonResponse({ providers: listProviders(relay.environment) });
  return REFUSALS.notFound();
}

/** Names of what lies below a flow or a run, as ROUTE_ACTIONS calls it. */
const LAST: Readonly<Record<string, string>> = {
  links: ':linkId',
  versions: ':versionId',
  pages: ':page',
  blobs: ':sha256',
  pictures: ':sha256',
};

function routeOf(
  { method }: DoorRequest,
  base: string,
  [what = '', which, last]: readonly string[],
): GuardedRoute | null {
  const isPiece = what === 'pictures' && last !== undefined && last !== 'upload';
  const end = last ? `/${isPiece ? ':piece' : last}` : '';
  const route = `${method} ${base}/${what}${which ? `/${LAST[what]}` : ''}${end}`;
  return Object.hasOwn(ROUTE_ACTIONS, route) ? (route as GuardedRoute) : null;
}

function answerFlows(
  relay: SimRelay,
  request: DoorRequest,
  flowId: string,
  parts: readonly string[],
): Promise<Response> {
  const { method, body } = request;
  if (flowId === '') return createFlow(relay, request);
  if (parts[0] === 'token') return giveToken(relay, request, flowId);
  const route = routeOf(request, '/api/flows/:flowId', parts);
  if (route === null) return Promise.resolve(REFUSALS.notFound());
  return withGrant(relay, request, route, async (grant) => {
    if (grant.flowId !== flowId) return REFUSALS.notFound();
    if (parts[0] === 'ticket') return jsonResponse({ ticket: flowTicket(relay, flowId) });
    return relay.flowRoom(flowId).request({ method, parts, body, grant });
  });
}

function answerRuns(
  relay: SimRelay,
  request: DoorRequest,
  runId: string,
  parts: readonly string[],
): Promise<Response> {
  const { method, body } = request;
  if (runId === '')
    return withGrant(relay, request, 'POST /api/runs', (grant) => startRun(relay, request, grant));
  const route = routeOf(request, '/api/runs/:runId', parts);
  if (route === null) return Promise.resolve(REFUSALS.notFound());
  return withGrant(relay, request, route, async (grant) => {
    const isOwn = isRunOf(SIM_KEY, runId, grant.flowId) && (grant.runId ?? runId) === runId;
    if (!isOwn) return REFUSALS.notFound();
    if (parts[0] === 'ticket') return jsonResponse({ ticket: runTicket(relay, runId, grant.flowId) });
    return relay.room(runId).request({ method, parts, body, grant });
  });
}

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

async function createFlow(relay: SimRelay, { body }: DoorRequest): Promise<Response> {
  const { flowId } = (parseJson(body ?? new Uint8Array()) ?? {}) as { flowId?: string };
  if (flowId === undefined) return REFUSALS.badRequest();
  return relay.flowRoom(flowId).request({ method: 'POST', parts: ['create'], body, grant: null });
}

/** As `exchange` of relay/shell/flow-requests.ts, with the simulation's signer. */
async function giveToken(relay: SimRelay, { body }: DoorRequest, flowId: string): Promise<Response> {
  const parsed = tokenRequestSchema.safeParse(parseJson(body ?? new Uint8Array()));
  if (!parsed.success) return REFUSALS.badRequest();
  const { secret, person } = parsed.data;
  const reply = await relay.flowRoom(flowId).exchange(secret);
  if (reply === null) return errorResponse(503, storageFailed());
  if (reply.status !== 200) return jsonResponse(reply.body, reply.status);
  const { signer, random } = relay;
  const known = person === undefined ? null : signer.readPerson(person);
  const personId = known ?? `person-${random.between(1e9, 9e9)}`;
  const { grant } = reply.body as { grant: Omit<Grant, 'personId'> };
  const { role, expiresAt } = grant;
  const token = signer.signToken({ ...grant, personId });
  const now = Math.floor(relay.clock.now());
  return jsonResponse({ token, person: signer.signPerson(personId), personId, role, expiresAt, now });
}

async function startRun(relay: SimRelay, { body }: DoorRequest, grant: Grant): Promise<Response> {
  const parsed = startRunSchema.safeParse(parseJson(body ?? new Uint8Array()));
  if (!parsed.success) return REFUSALS.badRequest();
  const { flowId, personId } = grant;
  const admission = { method: 'POST', parts: ['admit'], body: null, grant };
  const admitted = await relay.flowRoom(flowId).request(admission);
  if (!admitted.ok) return admitted;
  const runId = makeRunId(SIM_KEY, { flowId, personId, requestId: parsed.data.requestId });
  return relay.room(runId).request({ method: 'POST', parts: ['start', runId], body, grant });
}

const newTicket = ({ random, clock }: SimRelay) => ({
  ticketId: `jti-${random.between(1e9, 9e9)}`,
  expiresAt: clock.now() + LIMITS.ticketMs,
});

const runTicket = (relay: SimRelay, runId: string, flowId: string): string =>
  relay.signer.signTicket({ runId, flowId, ...newTicket(relay) });

const flowTicket = (relay: SimRelay, flowId: string): string =>
  relay.signer.signFlowTicket({ flowId, ...newTicket(relay) });

/** As relay/shell/admit-socket.ts: only a ticket for this very room lets a socket in. */
export function admit(
  relay: SimRelay,
  kind: PartyKind,
  roomId: string,
  text: string,
): { readonly id: string; readonly expiresAt: number } | null {
  const { signer, clock } = relay;
  if (kind === 'flow') {
    const ticket = signer.readFlowTicket(text, clock.now());
    return ticket?.flowId === roomId ? { id: ticket.ticketId, expiresAt: ticket.expiresAt } : null;
  }
  const ticket = signer.readTicket(text, clock.now());
  if (ticket === null || ticket.runId !== roomId || !isRunOf(SIM_KEY, roomId, ticket.flowId)) return null;
  return { id: ticket.ticketId, expiresAt: ticket.expiresAt };
}
