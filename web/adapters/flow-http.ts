import type { z } from 'zod/mini';
import {
  flowPollResponseSchema,
  linkListSchema,
  madeLinkSchema,
  madeVersionSchema,
  versionListSchema,
  type changeLinkSchema,
  type flowPollRequestSchema,
  type FlowVersion,
  type Link,
  type MakeLink,
  type makeVersionSchema,
} from '#shared/protocol/flow-messages.ts';
import { ticketResponseSchema } from '#shared/protocol/messages.ts';
import type { Result } from '#shared/result.ts';
import { toWeftError, weftError, WeftFailure, type WeftError } from '#shared/run/errors.ts';
import type { RawRequest, RelayFetch } from './relay-request.ts';

export type MadeLink = z.infer<typeof madeLinkSchema>;

export type FlowPollRequest = z.infer<typeof flowPollRequestSchema>;
export type FlowPollResponse = z.infer<typeof flowPollResponseSchema>;

/** Links, versions and documents of one flow over HTTP. Nothing here rejects: failures are values. */
export interface FlowHttp {
  readonly links: () => Promise<Result<readonly Link[]>>;
  /** The secret comes with the answer and never again. */
  readonly makeLink: (wish: MakeLink) => Promise<Result<MadeLink>>;
  readonly changeLink: (linkId: string, change: z.infer<typeof changeLinkSchema>) => Promise<Result<null>>;
  readonly revokeLink: (linkId: string) => Promise<Result<null>>;
  /** Newest first. */
  readonly versions: () => Promise<Result<readonly FlowVersion[]>>;
  /** Names the document as the relay has it at this moment. */
  readonly makeVersion: (wish: z.infer<typeof makeVersionSchema>) => Promise<Result<FlowVersion>>;
  /** Forgets a version, for everybody. */
  readonly removeVersion: (versionId: string) => Promise<Result<null>>;
  /** Bytes of a Yjs update: the whole document as it was then. */
  readonly versionDocument: (versionId: string) => Promise<Result<Uint8Array>>;
  /** The same of the document as it is. */
  readonly document: () => Promise<Result<Uint8Array>>;
  /** Lets the flow's room wake for one socket. */
  readonly ticket: () => Promise<Result<string>>;
  /** What a socket does, but presence. */
  readonly poll: (request: FlowPollRequest) => Promise<Result<FlowPollResponse>>;
}

export type TokenAnswer =
  | { readonly ok: true; readonly session: { readonly token: string } }
  | { readonly ok: false; readonly error: WeftError };

export interface FlowHttpOptions {
  readonly flowId: string;
  readonly request: RelayFetch;
  /** The page's token; asked for with every request. */
  readonly session: () => Promise<TokenAnswer>;
  /** The relay refused this token: the next one is another. */
  readonly forget: (token: string) => Promise<void> | void;
}

export function createFlowHttp(options: FlowHttpOptions): FlowHttp {
  const { request, flowId } = options;
  const flow = `/api/flows/${encodeURIComponent(flowId)}`;
  const linkPath = (linkId: string) => `${flow}/links/${encodeURIComponent(linkId)}`;
  const versionPath = (versionId: string) => `${flow}/versions/${encodeURIComponent(versionId)}`;

  async function token(): Promise<string> {
    const answer = await options.session();
    if (answer.ok) return answer.session.token;
    throw new WeftFailure(answer.error);
  }

  /** With a fresh token when the relay no longer takes this one. */
  async function send(raw: Omit<RawRequest, 'token'>): Promise<Response> {
    const first = await token();
    try {
      return await request({ ...raw, token: first });
    } catch (caught) {
      if (toWeftError(caught).code !== 'not-allowed') throw caught;
      await options.forget(first);
      return request({ ...raw, token: await token() });
    }
  }

  const ask = <T>(schema: z.ZodMiniType<T>, raw: Omit<RawRequest, 'token'>): Promise<Result<T>> =>
    asResult(async () => readJson(schema, await send(raw)));
  const tell = (raw: Omit<RawRequest, 'token'>): Promise<Result<null>> =>
    asResult(async () => {
      await send(raw);
      return null;
    });
  const bytes = (path: string): Promise<Result<Uint8Array>> =>
    asResult(async () => readBytes(await send({ method: 'GET', path })));

  return Object.freeze<FlowHttp>({
    links: async () => mapped(await ask(linkListSchema, { method: 'GET', path: `${flow}/links` }), 'links'),
    makeLink: (json) => ask(madeLinkSchema, { method: 'POST', path: `${flow}/links`, json }),
    changeLink: (linkId, json) => tell({ method: 'PATCH', path: linkPath(linkId), json }),
    revokeLink: (linkId) => tell({ method: 'DELETE', path: linkPath(linkId) }),
    versions: async () =>
      mapped(await ask(versionListSchema, { method: 'GET', path: `${flow}/versions` }), 'versions'),
    makeVersion: async (json) =>
      mapped(await ask(madeVersionSchema, { method: 'POST', path: `${flow}/versions`, json }), 'version'),
    removeVersion: (versionId) => tell({ method: 'DELETE', path: versionPath(versionId) }),
    versionDocument: (versionId) => bytes(`${versionPath(versionId)}/document`),
    document: () => bytes(`${flow}/document`),
    ticket: async () =>
      mapped(await ask(ticketResponseSchema, { method: 'POST', path: `${flow}/ticket`, json: {} }), 'ticket'),
    poll: (json) => ask(flowPollResponseSchema, { method: 'POST', path: `${flow}/poll`, json }),
  });
}

async function asResult<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (caught) {
    return { ok: false, error: toWeftError(caught) };
  }
}

/** One member of an answer. */
function mapped<T, K extends keyof T>(answer: Result<T>, key: K): Result<T[K]> {
  return answer.ok ? { ok: true, value: answer.value[key] } : answer;
}

async function readJson<T>(schema: z.ZodMiniType<T>, response: Response): Promise<T> {
  const text = await body(() => response.text());
  const result = schema.safeParse(parsed(text));
  if (result.success) return result.data;
  throw new WeftFailure(
    weftError('protocol-version', 'This page and its relay do not fit together. Reload the page.'),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // no schema takes it
  }
}

async function readBytes(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await body(() => response.arrayBuffer()));
}

/** A line that breaks in the middle of an answer. */
async function body<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    throw new WeftFailure(
      weftError('relay-unreachable', 'The connection to the relay broke off. Try again.', {
        retryable: true,
      }),
    );
  }
}
