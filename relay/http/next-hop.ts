import type { HttpMethod } from '#shared/run/http-call.ts';
import { headersElsewhere, type HeaderRecord } from '#shared/run/http-headers.ts';

/** One request on the way to an answer. */
export interface Hop {
  readonly url: URL;
  readonly method: HttpMethod;
  readonly headers: HeaderRecord;
  readonly body: string | undefined;
}

/** Whether an answer sends on to another address. 300 and 304 do not, and 305 and 306 are of the past (RFC 9110, 15.4). */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/**
 * The request that follows a redirect, by the fetch standard: 303 asks with GET, 301 and 302 turn POST into GET as browsers
 * do, 307 and 308 keep everything. Another host gets no header that may be meant for the first alone.
 * @param url checked
 */
export function nextHop(hop: Hop, status: number, url: URL): Hop {
  const becomesGet = (status === 303 && hop.method !== 'HEAD') || (status < 303 && hop.method === 'POST');
  const headers = url.origin === hop.url.origin ? hop.headers : headersElsewhere(hop.headers);
  if (!becomesGet) return { ...hop, url, headers };
  const { 'content-type': _type, ...rest } = headers;
  return { url, method: 'GET', headers: rest, body: undefined };
}
