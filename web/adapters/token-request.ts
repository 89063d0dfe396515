import type { z } from 'zod/mini';
import type { Result } from '#shared/result.ts';
import { toWeftError, weftError, WeftFailure, type WeftError } from '#shared/run/errors.ts';
import type { RawRequest, RelayFetch } from './relay-request.ts';

export type TokenAnswer =
  | { readonly ok: true; readonly session: { readonly token: string } }
  | { readonly ok: false; readonly error: WeftError };

export interface TokenRequestOptions {
  readonly request: RelayFetch;
  /** The token to ask with; asked for with every request. */
  readonly session: () => Promise<TokenAnswer>;
  /** The relay refused this token: the next one is another. */
  readonly forget: (token: string) => Promise<void> | void;
}

/** Requests for which a token is needed. Nothing here rejects: failures are values. */
export interface TokenRequest {
  readonly ask: <T>(schema: z.ZodMiniType<T>, raw: Omit<RawRequest, 'token'>) => Promise<Result<T>>;
  readonly tell: (raw: Omit<RawRequest, 'token'>) => Promise<Result<null>>;
  readonly bytes: (path: string) => Promise<Result<Uint8Array>>;
}

export function createTokenRequest({ request, session, forget }: TokenRequestOptions): TokenRequest {
  async function token(): Promise<string> {
    const answer = await session();
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
      await forget(first);
      return request({ ...raw, token: await token() });
    }
  }

  const ask: TokenRequest['ask'] = (schema, raw) => asResult(async () => readJson(schema, await send(raw)));
  const tell: TokenRequest['tell'] = (raw) =>
    asResult(async () => {
      await send(raw);
      return null;
    });
  const bytes: TokenRequest['bytes'] = (path) =>
    asResult(async () => readBytes(await send({ method: 'GET', path })));
  return Object.freeze({ ask, tell, bytes });
}

/** One member of an answer. */
export function mapped<T, K extends keyof T>(answer: Result<T>, key: K): Result<T[K]> {
  return answer.ok ? { ok: true, value: answer.value[key] } : answer;
}

async function asResult<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (caught) {
    return { ok: false, error: toWeftError(caught) };
  }
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
