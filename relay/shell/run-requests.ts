import { z } from 'zod/mini';
import { hashBytes } from '#shared/hash.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { pollRequestSchema, startRunSchema } from '#shared/protocol/requests.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { weftError } from '#shared/run/errors.ts';
import { isAllowed } from '../auth/decide.ts';
import { ROOM_ACTIONS } from '../auth/needed-action.ts';
import { createFilter } from '../core/filter.ts';
import type { Grant } from '../core/grant.ts';
import { storageFailed } from '../core/handle-command.ts';
import type { RunStore } from '../storage/run-store.ts';
import { loadRequests, requestBlobs } from './frame-intake.ts';
import { errorResponse, jsonResponse, REFUSALS } from './json-response.ts';
import { countOne } from './metrics.ts';
import type { PictureKeeper } from './picture-keeper.ts';
import { lookForPictures } from './picture-look.ts';
import { parseJson, readBody, type BodySource } from './read-body.ts';
import type { RunDriver } from './run-driver.ts';
import { servedBytes } from './served-bytes.ts';

/** What a request to a run's room needs. */
export interface RunRequestContext {
  readonly driver: RunDriver;
  readonly store: RunStore;
  readonly keeper: PictureKeeper;
  /** null = the relay itself asks. */
  readonly grant: Grant | null;
  readonly now: () => number;
  readonly newId: () => string;
}

export type RunRequest = BodySource & { readonly method: string };

/** As RunRequestContext, for a person whose role may ask this. */
type Admitted = RunRequestContext & { readonly grant: Grant };

const REQUESTS: { readonly [path: string]: keyof typeof ROOM_ACTIONS } = {
  'POST start': 'run start',
  'POST poll': 'run poll',
  'GET pages': 'run pages',
  'PUT blobs': 'run blobs.put',
  'GET blobs': 'run blobs.get',
  'POST revoke': 'run revoke',
  'DELETE remove': 'run remove',
  'POST drop': 'run drop',
};

/** Sealed requests to a run's room; `parts` is the path below the room. */
export async function answerRunRequest(
  context: RunRequestContext,
  request: RunRequest,
  parts: readonly string[],
): Promise<Response> {
  const [what = '', which = ''] = parts;
  const path = `${request.method} ${what}`;
  const name = Object.hasOwn(REQUESTS, path) ? REQUESTS[path] : undefined;
  if (name === undefined) return REFUSALS.notFound();
  const action = ROOM_ACTIONS[name];
  const { grant } = context;
  if (action === 'relay') return grant === null ? ofRelay(context, name, request) : REFUSALS.notAllowed();
  if (grant === null || !isAllowed(grant.role, action)) return REFUSALS.notAllowed();
  if (context.driver.isGone()) return name === 'run remove' ? new Response(null, { status: 204 }) : gone();
  const admitted = { ...context, grant };
  const room = context.driver.room();
  if (name === 'run start' && room.header() === null) return start(admitted, request, which);
  if (!room.mayEnter(grant, context.now()))
    return room.hasEnded(grant, context.now()) ? REFUSALS.linkEnded() : REFUSALS.notFound();
  if (name === 'run start') return start(admitted, request, which);
  if (name === 'run poll') return poll(admitted, request);
  if (name === 'run remove') return remove(admitted);
  if (name === 'run pages') return page(context, Number(which));
  return name === 'run blobs.put' ? putBlob(context, request, which) : getBlob(context, which);
}

function gone(): Response {
  return errorResponse(404, weftError('not-found', 'This run was deleted, or its time is over.'));
}

/** 202: something is still at work, or its cost is not known everywhere; the rest follows by itself. */
async function remove({ driver, grant }: Admitted): Promise<Response> {
  await driver.remove(grant.personId);
  return new Response(null, { status: driver.isGone() ? 204 : 202 });
}

function ofRelay(
  context: RunRequestContext,
  name: keyof typeof ROOM_ACTIONS,
  request: RunRequest,
): Promise<Response> {
  return name === 'run drop' ? dropRun(context, request) : revoke(context, request);
}

const dropSchema = z.object({ flowId: z.string(), by: z.string() });

/** The flow is gone, and its runs go with it. 202 as for `remove`: it is asked again. */
async function dropRun({ driver }: RunRequestContext, request: RunRequest): Promise<Response> {
  const body = await readBody(request, LIMITS.entryBytes);
  const parsed = dropSchema.safeParse(body && parseJson(body));
  if (!parsed.success) return REFUSALS.badRequest();
  if (driver.isGone()) return new Response(null, { status: 204 });
  if (driver.room().header()?.flowId !== parsed.data.flowId) return REFUSALS.notFound();
  await driver.remove(parsed.data.by);
  return new Response(null, { status: driver.isGone() ? 204 : 202 });
}

const revokeSchema = z.object({
  flowId: z.string(),
  ends: z.array(z.object({ linkId: z.string(), at: z.nullable(z.number()) })),
});

/** The flow's room says which links have ended; answered when it is stored. */
async function revoke({ driver }: RunRequestContext, request: RunRequest): Promise<Response> {
  const body = await readBody(request, LIMITS.entryBytes);
  const parsed = revokeSchema.safeParse(body && parseJson(body));
  if (!parsed.success) return REFUSALS.badRequest();
  if (driver.room().header()?.flowId !== parsed.data.flowId) return REFUSALS.notFound();
  driver.give({ type: 'links', ends: parsed.data.ends });
  const isStored = await driver.settled().then(
    () => true,
    () => false,
  );
  return isStored ? new Response(null, { status: 204 }) : storageFailure();
}

async function start(context: Admitted, request: RunRequest, runId: string): Promise<Response> {
  const body = await readBody(request, LIMITS.blobBytes);
  if (body === null) return REFUSALS.tooLarge();
  const parsed = startRunSchema.safeParse(parseJson(body));
  if (!parsed.success) return REFUSALS.badRequest(planRefusal(parsed.error.issues));
  const { driver, grant, newId } = context;
  const input = { type: 'start', requestId: newId(), runId, start: parsed.data, grant } as const;
  const reply = await driver.ask(input).catch(() => null);
  if (reply === null) return storageFailure();
  countOne('weft_runs_started_total');
  return jsonResponse(reply.body, reply.status);
}

/** Words where the plan has the shape of one and cannot be run; of its shape nothing more is said. */
function planRefusal(
  issues: readonly { readonly code?: string | undefined; readonly message: string }[],
): string {
  const problem = issues.find(({ code }) => code === 'custom');
  return problem === undefined
    ? 'The plan of this run is malformed.'
    : `This is no plan of a run: ${problem.message}.`;
}

/** Nothing of the answer may be told: it is not stored. */
function storageFailure(): Response {
  return errorResponse(503, storageFailed());
}

async function poll(context: Admitted, request: RunRequest): Promise<Response> {
  const { driver, store, keeper, grant, newId } = context;
  const body = await readBody(request, LIMITS.frameBytes);
  if (body === null) return REFUSALS.tooLarge();
  const parsed = pollRequestSchema.safeParse(parseJson(body));
  if (!parsed.success) return REFUSALS.badRequest();
  countOne('weft_polls_total');
  const { commands } = parsed.data;
  const requests = await loadRequests(store, requestBlobs(commands));
  const pictures = await lookForPictures({ store, keeper, room: driver.room }, commands);
  const found = pictures === null ? { requests } : { requests, pictures };
  const input = { type: 'poll', requestId: newId(), grant, poll: parsed.data, ...found } as const;
  const reply = await driver.ask(input).catch(() => null);
  if (reply === null) return storageFailure();
  const { after, filter } = parsed.data;
  const { head } = reply.body as { head: number };
  const to = Math.min(head, after + LIMITS.entriesPerPage);
  const stored = after < head ? await store.entries(after + 1, to, LIMITS.frameBytes) : [];
  const entries = stored.map((json) => JSON.parse(json) as LogEntry);
  const passing = createFilter(filter);
  const through = entries.at(-1)?.seq ?? after;
  const answer = { ...(reply.body as object), entries: entries.filter(passing.passes), through };
  return jsonResponse(answer, reply.status);
}

/** A page is immutable once it is full. Main compresses it. */
async function page({ driver, store }: RunRequestContext, number: number): Promise<Response> {
  if (!Number.isInteger(number) || number < 0) return REFUSALS.notFound();
  const head = driver.room().header()?.head ?? 0;
  const from = number * LIMITS.entriesPerPage + 1;
  const to = from + LIMITS.entriesPerPage - 1;
  const entries = from <= head ? await store.entries(from, Math.min(to, head), Number.POSITIVE_INFINITY) : [];
  const cache = head >= to ? 'private, max-age=31536000, immutable' : 'no-store';
  return jsonResponse(`{"entries":[${entries.join(',')}],"head":${head}}`, 200, { 'cache-control': cache });
}

async function putBlob(context: RunRequestContext, request: RunRequest, hash: string): Promise<Response> {
  const { driver, store } = context;
  const body = await readBody(request, LIMITS.blobBytes);
  if (body === null) return REFUSALS.tooLarge();
  if (hashBytes(body) !== hash)
    return errorResponse(422, weftError('bad-frame', 'These bytes do not have that hash.'));
  if (driver.room().hasBlob(hash)) return jsonResponse({}, 200);
  if (driver.room().header()?.sealed) return errorResponse(409, weftError('run-sealed', 'This run is over.'));
  await store.putBlob(hash, body);
  driver.give({ type: 'blob.stored', hash, bytes: body.length });
  return jsonResponse({}, 201);
}

/** Bytes of the run's own, or a picture that it names, from its flow: nothing else of the flow is had this way [PI6]. */
async function getBlob({ store, driver, keeper }: RunRequestContext, hash: string): Promise<Response> {
  const own = await store.blob(hash);
  if (own !== null) return servedBytes(own, 'for-ever');
  const room = driver.room();
  const flowId = room.header()?.flowId;
  if (flowId === undefined || room.pictureBytes(hash) === null) return REFUSALS.notFound();
  const picture = await keeper.get(flowId, hash);
  return picture === null ? REFUSALS.notFound() : servedBytes(picture, 'for-ever');
}
