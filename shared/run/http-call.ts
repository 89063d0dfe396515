import { z } from 'zod/mini';
import { LIMITS } from '../protocol/limits.ts';
import type { CallPurpose } from './call.ts';

/**
 * A request to a server of the open web, as a call of a run: what a runner asks for and what came back. The relay makes it,
 * to hosts that whoever runs the relay has listed, and journals it like a provider's call.
 */

export const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

export interface HttpCallRequest {
  readonly kind: 'http';
  /** Stands where other calls name their provider: limits and the log go by it. */
  readonly provider: 'http';
  /** The host that is asked; stands where other calls name their model. */
  readonly model: string;
  readonly method: HttpMethod;
  /** Absolute, https. */
  readonly url: string;
  /** By name in lower case; what only the relay may say is refused (http-headers.ts). */
  readonly headers: { readonly [name: string]: string };
  /** Left out with GET and HEAD. */
  readonly body?: string | undefined;
  readonly purpose: CallPurpose;
}

export const httpCallSchema = z.strictObject({
  kind: z.literal('http'),
  provider: z.literal('http'),
  model: z.string().check(z.minLength(1), z.maxLength(253)),
  method: z.enum(HTTP_METHODS),
  url: z.string().check(z.minLength(1), z.maxLength(LIMITS.httpUrlCharacters)),
  headers: z.record(
    z.string().check(z.maxLength(LIMITS.httpHeaderCharacters)),
    z.string().check(z.maxLength(LIMITS.httpHeaderCharacters)),
  ),
  body: z.optional(z.string().check(z.maxLength(LIMITS.textOutputBytes))),
  purpose: z.strictObject({
    task: z.string().check(z.maxLength(64)),
    details: z.record(z.string().check(z.maxLength(64)), z.string().check(z.maxLength(1_000))),
    subject: z.string().check(z.maxLength(1_000)),
  }),
});

/** What a server answered, beside the text of the call. Whatever the status, the exchange itself has succeeded. */
export interface HttpAnswer {
  /** 200 to 599. */
  readonly status: number;
  /** Content type without its parameters, in lower case; '' when the server named none. */
  readonly mediaType: string;
  /** Where the answer came from, after redirects; without what stood behind `?` and `#`. */
  readonly url: string;
}

export const httpAnswerSchema: z.ZodMiniType<HttpAnswer> = z.object({
  status: z.int().check(z.minimum(100), z.maximum(599)),
  mediaType: z.string().check(z.maxLength(100)),
  url: z.string().check(z.maxLength(LIMITS.httpUrlCharacters)),
});

/** Methods that change nothing, so that asking again is always safe (RFC 9110, section 9.2.1). */
export function isSafeMethod(method: HttpMethod): boolean {
  return method === 'GET' || method === 'HEAD';
}
