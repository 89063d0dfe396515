import { weftError, WeftFailure, weftErrorSchema } from '#shared/run/errors.ts';

/** The one way to the relay over HTTP: failures become WeftFailures, whatever went wrong. */

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RawRequest {
  readonly method: HttpMethod;
  readonly path: string;
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer> | undefined;
}

export type RelayFetch = (request: RawRequest) => Promise<Response>;

export type JsonRequest = (
  method: HttpMethod,
  path: string,
  json?: unknown,
  token?: string,
) => Promise<unknown>;

/** The relay answers within a second; a page of history on a slow line takes longer. */
const DEADLINE_MS = 30_000;

/**
 * @param origin where the relay is, '' for the page's own origin
 * @param platformFetch the worker's fetch
 */
export function createRelayFetch(origin: string, platformFetch: typeof fetch): RelayFetch {
  return async ({ method, path, token, json, bytes }) => {
    const headers: Record<string, string> = {};
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (json !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await platformFetch(`${origin}${path}`, {
        method,
        headers,
        body: bytes ?? (json === undefined ? null : JSON.stringify(json)),
        signal: AbortSignal.timeout(DEADLINE_MS),
        credentials: 'omit',
        redirect: 'error',
      });
    } catch {
      throw unreachable();
    }
    if (response.ok) return response;
    throw await failureOf(response);
  };
}

export function createJsonRequest(relayFetch: RelayFetch): JsonRequest {
  return async (method, path, json, token) => {
    const response = await relayFetch({ method, path, json, token });
    try {
      return (await response.json()) as unknown;
    } catch {
      throw unreachable();
    }
  };
}

async function failureOf(response: Response): Promise<WeftFailure> {
  const body: unknown = await response.json().catch(() => null);
  const error = weftErrorSchema.safeParse((body as { error?: unknown } | null)?.error);
  if (error.success) return new WeftFailure(error.data);
  if (response.status === 404)
    return new WeftFailure(weftError('not-found', 'The relay does not know this. It may have been deleted.'));
  if (response.status === 401 || response.status === 403)
    return new WeftFailure(weftError('not-allowed', 'The relay does not let this link in. Reload the page.'));
  return unreachable();
}

function unreachable(): WeftFailure {
  return new WeftFailure(
    weftError('relay-unreachable', 'The relay cannot be reached. Check the connection; Weft keeps trying.', {
      retryable: true,
    }),
  );
}
