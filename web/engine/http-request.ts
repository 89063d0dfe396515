import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { HttpCallRequest } from '#shared/run/http-call.ts';
import type { FetchWish } from '../node-kit/types.ts';

/**
 * A runner's wish as the relay takes it. Whether it may be made is the relay's to say.
 * @throws WeftFailure when the address is none: the log could not say who is asked
 */
export function httpRequest({ method, url, headers, body, task }: FetchWish): HttpCallRequest {
  const address = parsed(url);
  const lower = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    kind: 'http',
    provider: 'http',
    model: address.hostname,
    method,
    url: address.href,
    headers: Object.fromEntries(lower),
    ...(body === undefined ? {} : { body }),
    purpose: { task: task ?? 'http-request', details: {}, subject: '' },
  };
}

function parsed(url: string): URL {
  try {
    const address = new URL(url);
    if (address.hostname !== '') return address;
  } catch {
    // Told below, as is an address without a host.
  }
  throw new WeftFailure(
    weftError(
      'invalid-config',
      'That is no address that can be asked. Write one that begins with https://.',
      {
        field: 'url',
      },
    ),
  );
}
