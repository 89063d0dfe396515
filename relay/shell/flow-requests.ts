import { z } from 'zod/mini';
import {
  changeLinkSchema,
  flowPollRequestSchema,
  makeLinkSchema,
  makeVersionSchema,
} from '#shared/protocol/flow-messages.ts';
import { runSummarySchema } from '#shared/protocol/messages.ts';
import { createFlowSchema, tokenRequestSchema } from '#shared/protocol/requests.ts';
import type { FlowRequest } from '../core/flow/flow-request.ts';
import type { Grant } from '../core/grant.ts';
import { storageFailed } from '../core/handle-command.ts';
import { isRunOf } from '../auth/run-id.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import type { FlowStore } from '../storage/flow-store.ts';
import type { FlowDriver } from './flow-driver.ts';
import { errorResponse, jsonResponse, REFUSALS } from './json-response.ts';
import { countOne } from './metrics.ts';
import type { PictureDesk } from './picture-desk.ts';
import { answerPictureRequest, readPictureRequest } from './picture-requests.ts';
import { parseJson, readBody, type BodySource } from './read-body.ts';
import type { Reply } from './run-driver.ts';
import { servedBytes } from './served-bytes.ts';

/** What a request to a flow's room needs. */
export interface FlowRequestContext {
  readonly driver: FlowDriver;
  readonly store: FlowStore;
  readonly pictures: PictureDesk;
  /** Who the request is for; null = the relay itself. */
  readonly grant: Grant | null;
  readonly key: string;
  readonly now: () => number;
  /** 128 random bits as text. */
  readonly newId: () => string;
  /** 256 random bits as text. */
  readonly newSecret: () => string;
}

const BODY_BYTES = 64 * 1024;
/** Edits made while nothing could be sent; longer ones go by socket, in parts. */
const POLL_BYTES = 16 * 1024 * 1024;

const reportSchema = z.object({ summary: z.omit(runSummarySchema, { number: true }) });

const forgetSchema = z.object({ runId: z.string() });

const ownerSchema = z.pick(createFlowSchema, { ownerSecret: true });

type HttpRequest = BodySource & { readonly method: string };

/** Sealed requests to a flow's room; `parts` is the path below the room. */
export async function answerFlowRequest(
  context: FlowRequestContext,
  http: HttpRequest,
  parts: readonly string[],
): Promise<Response> {
  const [what = '', which = '', last = ''] = parts;
  if (what === 'pictures' || what === 'kept') return aboutPictures(context, http, parts);
  const body = await readBody(http, what === 'poll' ? POLL_BYTES : BODY_BYTES);
  if (body === null) return REFUSALS.tooLarge();
  const path = `${http.method} ${what}${which === '' ? '' : '/:id'}${last === '' ? '' : `/${last}`}`;
  if (path === 'POST token') return exchange(context, parseJson(body));
  const request = readRequest(context, path, which, () => parseJson(body));
  if (request === 'unknown') return REFUSALS.notFound();
  if (request === 'malformed') return REFUSALS.badRequest();
  if (request.type === 'poll') countOne('weft_flow_polls_total');
  const reply = await ask(context, request);
  if (reply === null) return errorResponse(503, storageFailed());
  if (request.type === 'versions.document' && reply.status === 200)
    return documentResponse(await context.store.version(request.versionId));
  if (reply.body instanceof Uint8Array) return documentResponse(reply.body);
  if (reply.status === 204) return new Response(null, { status: 204 });
  return jsonResponse(reply.body, reply.status);
}

/** The room's core says whether; the desk has the bytes. */
async function aboutPictures(
  context: FlowRequestContext,
  http: HttpRequest,
  parts: readonly string[],
): Promise<Response> {
  const request = readPictureRequest(http.method, parts);
  if (request === null) return REFUSALS.notFound();
  const reply = await ask(context, { type: request.type });
  if (reply === null) return errorResponse(503, storageFailed());
  if (reply.status !== 204) return jsonResponse(reply.body, reply.status);
  return answerPictureRequest(context.pictures, http, request);
}

function readRequest(
  { newId, newSecret, key, grant }: FlowRequestContext,
  path: string,
  which: string,
  body: () => unknown,
): FlowRequest | 'unknown' | 'malformed' {
  const read = <Value>(schema: z.ZodMiniType<Value>, make: (value: Value) => FlowRequest) => {
    const parsed = schema.safeParse(body());
    return parsed.success ? make(parsed.data) : 'malformed';
  };
  switch (path) {
    case 'POST create':
      return read(createFlowSchema, (data) => ({ type: 'create', ...data, linkId: newId() }));
    case 'POST report':
      return read(reportSchema, ({ summary }) => ({ type: 'report', summary }));
    case 'POST forget':
      return read(forgetSchema, ({ runId }) => ({ type: 'forget', runId }));
    case 'POST admit':
      return { type: 'admit' };
    case 'DELETE remove':
      return { type: 'remove' };
    case 'POST owner':
      return read(ownerSchema, ({ ownerSecret }) => ({
        type: 'owner.replace',
        ownerSecret,
        linkId: newId(),
      }));
    case 'GET runs':
      return { type: 'runs' };
    case 'POST poll':
      return read(flowPollRequestSchema, (poll) => ({ type: 'poll', poll }));
    case 'GET document':
      return { type: 'document' };
    case 'GET links':
      return { type: 'links.list' };
    case 'POST links': {
      const made = { linkId: newId(), secret: newSecret() };
      const isOwn = (runId?: string) =>
        runId === undefined || grant === null || isRunOf(key, runId, grant.flowId);
      const own = makeLinkSchema.check(z.refine(({ runId }) => isOwn(runId)));
      return read(own, (data) => ({ type: 'links.make', ...data, ...made }));
    }
    case 'PATCH links/:id':
      return read(changeLinkSchema, (data) => ({ type: 'links.change', ...data, linkId: which }));
    case 'DELETE links/:id':
      return { type: 'links.revoke', linkId: which };
    case 'GET versions':
      return { type: 'versions.list' };
    case 'POST versions':
      return read(makeVersionSchema, (data) => ({ type: 'versions.make', ...data, versionId: newId() }));
    case 'DELETE versions/:id':
      return { type: 'versions.remove', versionId: which };
    case 'GET versions/:id/document':
      return { type: 'versions.document', versionId: which };
    default:
      return 'unknown';
  }
}

/** null = what it led to is not stored, so nothing of the answer may be told. */
function ask({ driver, grant, newId }: FlowRequestContext, request: FlowRequest): Promise<Reply | null> {
  return driver.ask({ type: 'request', requestId: newId(), grant, request }).catch(() => null);
}

/** A link's secret against a short-lived token, for the person of before or a new one. */
async function exchange(context: FlowRequestContext, body: unknown): Promise<Response> {
  const parsed = tokenRequestSchema.safeParse(body);
  if (!parsed.success) return REFUSALS.badRequest();
  const { secret, person } = parsed.data;
  const reply = await ask(context, { type: 'token', secret });
  if (reply === null) return errorResponse(503, storageFailed());
  if (reply.status !== 200) return jsonResponse(reply.body, reply.status);
  const signer = createTokenSigner(context.key);
  const now = context.now();
  const personId = (person === undefined ? null : await signer.readPerson(person, now)) ?? context.newId();
  const { grant, endsAt } = reply.body as { grant: Omit<Grant, 'personId'>; endsAt: number | null };
  const { role, expiresAt } = grant;
  return jsonResponse({
    token: await signer.signToken({ ...grant, personId }),
    person: await signer.signPerson(personId),
    ...{ personId, role, expiresAt, now, linkEndsAt: endsAt },
  });
}

/** Bytes of a Yjs update. Main compresses them. */
function documentResponse(bytes: Uint8Array | null): Response {
  return bytes === null ? REFUSALS.notFound() : servedBytes(bytes, 'never');
}
