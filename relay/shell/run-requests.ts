import { hashBytes } from '#shared/hash.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { pollRequestSchema, startRunSchema } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { weftError } from '#shared/run/errors.ts';
import { createFilter } from '../core/filter.ts';
import type { Grant } from '../core/grant.ts';
import { storageFailed } from '../core/handle-command.ts';
import { mayEnterRun } from '../core/may-enter-run.ts';
import type { RunStore } from '../storage/run-store.ts';
import { loadRequests, requestBlobs } from './frame-intake.ts';
import { errorResponse, jsonResponse, REFUSALS } from './json-response.ts';
import { countOne } from './metrics.ts';
import { parseJson, readBody, type BodySource } from './read-body.ts';
import type { RunDriver } from './run-driver.ts';

/** What a request to a run's room needs. */
export interface RunRequestContext {
  readonly driver: RunDriver;
  readonly store: RunStore;
  readonly grant: Grant;
  readonly now: () => number;
  readonly newId: () => string;
}

export type RunRequest = BodySource & { readonly method: string };

/** Requests of main to a run's room, sealed and with the caller's grant; `parts` is the path below the room. */
export async function answerRunRequest(
  context: RunRequestContext,
  request: RunRequest,
  parts: readonly string[],
): Promise<Response> {
  const [what = '', which = ''] = parts;
  if (request.method === 'POST' && what === 'start') return start(context, request, which);
  const header = context.driver.room().header();
  if (header === null || !mayEnterRun(header, context.grant, context.now())) return REFUSALS.notFound();
  if (request.method === 'POST' && what === 'poll') return poll(context, request);
  if (request.method === 'GET' && what === 'pages') return page(context, Number(which));
  if (request.method === 'PUT' && what === 'blobs') return putBlob(context, request, which);
  if (request.method === 'GET' && what === 'blobs') return getBlob(context, which);
  return REFUSALS.notFound();
}

async function start(context: RunRequestContext, request: RunRequest, runId: string): Promise<Response> {
  const body = await readBody(request, LIMITS.blobBytes);
  if (body === null) return REFUSALS.tooLarge();
  const parsed = startRunSchema.safeParse(parseJson(body));
  if (!parsed.success) return REFUSALS.badRequest('The plan of this run is malformed.');
  const { driver, grant, newId } = context;
  const input = { type: 'start', requestId: newId(), runId, start: parsed.data, grant } as const;
  const reply = await driver.ask(input).catch(() => null);
  if (reply === null) return storageFailure();
  countOne('weft_runs_started_total');
  return jsonResponse(reply.body, reply.status);
}

/** Nothing of the answer may be told: it is not stored. */
function storageFailure(): Response {
  return errorResponse(503, storageFailed());
}

async function poll(context: RunRequestContext, request: RunRequest): Promise<Response> {
  const { driver, store, grant, newId } = context;
  const body = await readBody(request, LIMITS.frameBytes);
  if (body === null) return REFUSALS.tooLarge();
  const parsed = pollRequestSchema.safeParse(parseJson(body));
  if (!parsed.success) return REFUSALS.badRequest();
  countOne('weft_polls_total');
  const requests = await loadRequests(store, requestBlobs(parsed.data.commands));
  const input = { type: 'poll', requestId: newId(), grant, poll: parsed.data, requests } as const;
  const reply = await driver.ask(input).catch(() => null);
  if (reply === null) return storageFailure();
  const { after, filter } = parsed.data;
  const { head } = reply.body as { head: number };
  const to = Math.min(head, after + LIMITS.entriesPerPage);
  const found = after < head ? await store.entries(after + 1, to, LIMITS.frameBytes) : [];
  const entries = found.map((json) => JSON.parse(json) as LogEntry);
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

async function getBlob({ store }: RunRequestContext, hash: string): Promise<Response> {
  const bytes = await store.blob(hash);
  if (bytes === null) return REFUSALS.notFound();
  return new Response(bytes, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  });
}
