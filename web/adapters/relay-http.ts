import type { z } from 'zod/mini';
import {
  pageResponseSchema,
  pollResponseSchema,
  runListSchema,
  startRunResponseSchema,
  ticketResponseSchema,
  type RunSummary,
  type StartRun,
} from '#shared/protocol/messages.ts';
import type { pollRequestSchema } from '#shared/protocol/requests.ts';
import { pieceName, uploadStateSchema, type UploadState } from '#shared/protocol/pictures.ts';
import { providersResponseSchema, type ProviderDescription } from '#shared/protocol/providers.ts';
import { hashBytes } from '#shared/hash.ts';
import { toWeftError, weftError, WeftFailure } from '#shared/run/errors.ts';
import type { Clock, PictureRoom } from '../engine/ports.ts';
import { createJsonRequest, createRelayFetch, type HttpMethod } from './relay-request.ts';
import { createRelayTokens, type RelaySession } from './relay-token.ts';

export type PollRequest = z.infer<typeof pollRequestSchema>;
export type PollResponse = z.infer<typeof pollResponseSchema>;
export type PageResponse = z.infer<typeof pageResponseSchema>;

/** Everything of the relay that is not a socket. All methods reject with WeftFailure. */
export interface RelayHttp extends PictureRoom {
  readonly session: () => Promise<RelaySession>;
  readonly forgetToken: (refused: string) => void;
  readonly providers: () => Promise<readonly ProviderDescription[]>;
  /** The hosts that flows may ask, as they were told with the providers; undefined before. */
  readonly httpHosts: () => readonly string[] | undefined;
  readonly runs: () => Promise<readonly RunSummary[]>;
  readonly startRun: (run: StartRun) => Promise<string>;
  readonly ticket: (runId: string) => Promise<string>;
  readonly page: (runId: string, page: number) => Promise<PageResponse>;
  readonly poll: (runId: string, request: PollRequest) => Promise<PollResponse>;
  readonly putBlob: (runId: string, bytes: Uint8Array) => Promise<string>;
  readonly getBlob: (runId: string, hash: string) => Promise<Uint8Array>;
}

export interface RelayHttpOptions {
  /** '' = the page's own. */
  readonly origin: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly flowId: string;
  readonly secret: string;
  readonly mayCreate: boolean;
  readonly person?: string | undefined;
}

export function createRelayHttp(options: RelayHttpOptions): RelayHttp {
  const relayFetch = createRelayFetch(options.origin, options.fetch);
  const request = createJsonRequest(relayFetch);
  let httpHosts: readonly string[] | undefined;
  const tokens = createRelayTokens({ ...options, request, person: options.person });

  /** With a token, and with a fresh one when the relay no longer takes it. */
  async function withToken<T>(work: (token: string) => Promise<T>): Promise<T> {
    const { token } = await tokens.session();
    try {
      return await work(token);
    } catch (caught) {
      if (!isRefused(caught)) throw caught;
      tokens.forget(token);
      return work((await tokens.session()).token);
    }
  }

  async function call<T>(
    schema: z.ZodMiniType<T>,
    method: HttpMethod,
    path: string,
    body?: unknown,
  ): Promise<T> {
    const answer = await withToken((token) => request(method, path, body, token));
    return parsed(schema, answer);
  }

  const run = (runId: string) => `/api/runs/${encodeURIComponent(runId)}`;
  const picture = (hash: string) => `/api/flows/${encodeURIComponent(options.flowId)}/pictures/${hash}`;
  const bytesAt = async (path: string, hash: string): Promise<Uint8Array> =>
    checkedBytes(await withToken((token) => relayFetch({ method: 'GET', path, token })), hash);

  return Object.freeze({
    session: tokens.session,
    forgetToken: tokens.forget,
    async providers() {
      const told = parsed(providersResponseSchema, await request('GET', '/api/providers'));
      httpHosts = told.httpHosts;
      return told.providers;
    },
    httpHosts: () => httpHosts,
    runs: async () =>
      (await call(runListSchema, 'GET', `/api/flows/${encodeURIComponent(options.flowId)}/runs`)).runs,
    startRun: async (body: StartRun) => (await call(startRunResponseSchema, 'POST', '/api/runs', body)).runId,
    ticket: async (runId: string) =>
      (await call(ticketResponseSchema, 'POST', `${run(runId)}/ticket`, {})).ticket,
    page: (runId: string, page: number) => call(pageResponseSchema, 'GET', `${run(runId)}/pages/${page}`),
    poll: (runId: string, body: PollRequest) => call(pollResponseSchema, 'POST', `${run(runId)}/poll`, body),
    async putBlob(runId: string, bytes: Uint8Array) {
      const hash = hashBytes(bytes);
      const path = `${run(runId)}/blobs/${hash}`;
      const body = new Uint8Array(bytes);
      await withToken((token) => relayFetch({ method: 'PUT', path, token, bytes: body }));
      return hash;
    },
    getBlob: (runId: string, hash: string) => bytesAt(`${run(runId)}/blobs/${hash}`, hash),
    uploaded: (hash: string) => call(uploadStateSchema, 'GET', `${picture(hash)}/upload`),
    async putPiece(hash: string, piece: Parameters<PictureRoom['putPiece']>[1]): Promise<UploadState> {
      const path = `${picture(hash)}/${pieceName(piece)}`;
      const bytes = new Uint8Array(piece.bytes);
      const response = await withToken((token) => relayFetch({ method: 'PUT', path, token, bytes }));
      return parsed(uploadStateSchema, await response.json().catch(() => null));
    },
    getPicture: (hash: string) => bytesAt(picture(hash), hash),
  });
}

async function checkedBytes(response: Response, hash: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (hashBytes(bytes) === hash) return bytes;
  throw new WeftFailure(
    weftError('blob-missing', 'The relay gave other bytes than were stored. Run the node again.', {
      retryable: true,
    }),
  );
}

function isRefused(caught: unknown): boolean {
  const { code } = toWeftError(caught);
  return code === 'not-allowed';
}

function parsed<T>(schema: z.ZodMiniType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new WeftFailure(
    weftError('protocol-version', 'This page and its relay do not fit together. Reload the page.'),
  );
}
