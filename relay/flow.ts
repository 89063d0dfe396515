import { z } from 'zod/mini';
import type * as Party from 'partykit/server';
import { LIMITS } from '#shared/protocol/limits.ts';
import {
  createFlowSchema,
  runSummarySchema,
  tokenRequestSchema,
  type RunSummary,
} from '#shared/protocol/messages.ts';
import { weftError } from '#shared/run/errors.ts';
import { findLink } from './auth/flow-links.ts';
import { base64Url } from './auth/mac.ts';
import { createTokenSigner } from './auth/tokens.ts';
import { createFlow, listRuns, upsertRun, type FlowRecord } from './core/flow-room.ts';
import { grantAtDoor, refuseUnsealed } from './shell/door-keeper.ts';
import { readEnvironment, signingKey } from './shell/environment.ts';
import { errorResponse, guarded, jsonResponse, REFUSALS } from './shell/json-response.ts';
import { parseJson, readBody, type BodySource } from './shell/read-body.ts';

const BODY_BYTES = 16 * 1024;
const PERSON_ID_BYTES = 16;
const RUN_PREFIX = 'run:';

const newId = (): string => base64Url(crypto.getRandomValues(new Uint8Array(PERSON_ID_BYTES)));

/** The party of one flow: its links and its list of runs. Asked by main and by run rooms alone. */
export default class FlowParty implements Party.Server {
  readonly #room: Party.Room;

  constructor(room: Party.Room) {
    this.#room = room;
  }

  static onBeforeRequest(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
    return refuseUnsealed(request, lobby);
  }

  static onBeforeConnect(): Response {
    return REFUSALS.notFound();
  }

  onRequest(request: Party.Request): Promise<Response> {
    return guarded(async () => {
      if (grantAtDoor(request, this.#room.env) === undefined) return REFUSALS.notFound();
      const what = new URL(request.url).pathname.split('/')[4] ?? '';
      if (request.method === 'GET' && what === 'runs') return this.#runs();
      const bytes = await readBody(request as unknown as BodySource, BODY_BYTES);
      if (bytes === null) return REFUSALS.tooLarge();
      const body = parseJson(bytes);
      if (request.method === 'POST' && what === 'create') return this.#create(body);
      if (request.method === 'POST' && what === 'token') return this.#token(body);
      if (request.method === 'POST' && what === 'report') return this.#report(body);
      return REFUSALS.notFound();
    });
  }

  async #create(body: unknown): Promise<Response> {
    const parsed = createFlowSchema.safeParse(body);
    if (!parsed.success) return REFUSALS.badRequest();
    const existing = (await this.#flow()) ?? null;
    const result = createFlow(existing, { ...parsed.data, linkId: newId() }, Date.now());
    if (result.outcome === 'taken')
      return errorResponse(409, weftError('not-allowed', 'This flow belongs to somebody else.'));
    if (result.outcome === 'created') await this.#room.storage.put('flow', result.flow);
    return jsonResponse({ flowId: parsed.data.flowId }, result.outcome === 'created' ? 201 : 200);
  }

  /** A link's secret against a short-lived token, for the person of before or a new one. */
  async #token(body: unknown): Promise<Response> {
    const parsed = tokenRequestSchema.safeParse(body);
    if (!parsed.success) return REFUSALS.badRequest();
    const flow = await this.#flow();
    if (flow === undefined) return REFUSALS.notFound();
    const now = Date.now();
    const link = findLink(flow.links, parsed.data.secret, now);
    if (link === null) return REFUSALS.linkEnded();
    const signer = createTokenSigner(signingKey(readEnvironment(this.#room.env)));
    const { person } = parsed.data;
    const personId = (person === undefined ? null : await signer.readPerson(person, now)) ?? newId();
    const expiresAt = Math.min(now + LIMITS.tokenMs, link.endsAt ?? Number.POSITIVE_INFINITY);
    const { linkId, role, runId } = link;
    const grant = { personId, linkId, flowId: flow.flowId, role, expiresAt };
    return jsonResponse({
      token: await signer.signToken(runId === undefined ? grant : { ...grant, runId }),
      person: await signer.signPerson(personId),
      ...{ personId, role, expiresAt, now },
    });
  }

  async #report(body: unknown): Promise<Response> {
    const parsed = z.omit(runSummarySchema, { number: true }).safeParse(body);
    if (!parsed.success || (await this.#flow()) === undefined) return REFUSALS.badRequest();
    const { changed } = upsertRun(await this.#stored(), parsed.data);
    await this.#room.storage.put(RUN_PREFIX + changed.runId, changed);
    return jsonResponse({ number: changed.number });
  }

  async #runs(): Promise<Response> {
    return jsonResponse({ runs: listRuns(await this.#stored()) });
  }

  #flow(): Promise<FlowRecord | undefined> {
    return this.#room.storage.get<FlowRecord>('flow');
  }

  async #stored(): Promise<readonly RunSummary[]> {
    return [...(await this.#room.storage.list<RunSummary>({ prefix: RUN_PREFIX })).values()];
  }
}
