import { weftError, type WeftError } from '#shared/run/errors.ts';

const JSON_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

export function jsonResponse(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(text, { status, headers: { ...JSON_HEADERS, ...headers } });
}

export function errorResponse(status: number, error: WeftError): Response {
  return jsonResponse({ error }, status);
}

export const REFUSALS = {
  notFound: () => errorResponse(404, weftError('not-found', 'There is nothing here.')),
  unauthorized: () =>
    errorResponse(401, weftError('not-allowed', 'Your access has to be renewed.', { retryable: true })),
  notAllowed: () => errorResponse(403, weftError('not-allowed', 'Your link does not allow this.')),
  linkEnded: () => errorResponse(403, weftError('link-ended', 'This link does not work, or no longer.')),
  badRequest: (message = 'This request is malformed.') => errorResponse(400, weftError('bad-frame', message)),
  tooLarge: () => errorResponse(413, weftError('frame-too-large', 'This is too large.')),
  inside: () =>
    errorResponse(
      500,
      weftError('internal', 'Something inside the relay went wrong. Try again.', { retryable: true }),
    ),
} as const;

/** Runs a handler so that nothing it throws gets out: partykit would send the message to whoever asked. */
export async function guarded(handler: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await handler();
  } catch {
    return REFUSALS.inside();
  }
}
