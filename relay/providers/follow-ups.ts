import { CallFailed } from './call-failed.ts';
import type { CallLimits } from './call-limits.ts';
import { createOutbound, type OutboundOptions } from './outbound.ts';
import { pause } from './pause.ts';
import type { FollowUps } from './types.ts';

/** Hosts that only a network of one's own knows (RFC 6762, RFC 8375, ICANN on `.internal`). */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|lan|home|home\.arpa|intranet|corp|test)$/i;

type Options = Pick<
  OutboundOptions,
  'fetch' | 'timers' | 'now' | 'baseUrl' | 'allowHttp' | 'signal' | 'openRingKey'
> & { readonly limits: CallLimits };

/**
 * Requests after the paid one. Each has an outbound of its own, so that one that fails says nothing about the call, and
 * all rules of the outbound hold for it.
 */
export function createFollowUps(options: Options): FollowUps {
  return Object.freeze({
    async fetch(input: string | URL | Request, init?: RequestInit) {
      const outbound = createOutbound({ ...options, accept: 'picture' });
      try {
        const response = await outbound.fetch(input, init);
        const body = await response.arrayBuffer();
        return new Response(body, { status: response.status, headers: response.headers });
      } catch (caught) {
        throw failureOf(outbound.failure(), caught);
      } finally {
        outbound.close();
      }
    },
    async download(address: string) {
      const baseUrl = downloadOrigin(address, options);
      const { openRingKey: _ringKey, ...keyless } = options;
      const outbound = createOutbound({ ...keyless, baseUrl, accept: 'picture' });
      try {
        // No header goes along: the address alone opens the picture, and the key is nobody else's business.
        return new Uint8Array(await (await outbound.fetch(address)).arrayBuffer());
      } catch (caught) {
        throw failureOf(outbound.failure(), caught);
      } finally {
        outbound.close();
      }
    },
    pause: () => pause(options.timers, options.limits.picturePollMs, options.signal),
    polls: options.limits.picturePolls,
    patienceMs: options.limits.picturePolls * options.limits.picturePollMs,
  });
}

function failureOf(recorded: CallFailed['failure'] | null, caught: unknown): unknown {
  return recorded === null ? caught : new CallFailed(recorded);
}

/**
 * The origin of an address that a provider named. Only https to a public name on the usual port: what a provider says
 * must not lead into the relay's own network. For tests the server that stands for the provider counts too.
 * @throws CallFailed provider-redirected
 */
function downloadOrigin(address: string, { baseUrl, allowHttp }: Options): string {
  const url = parsed(address);
  if (url !== null && allowHttp && url.origin === new URL(baseUrl).origin) return url.origin;
  const isPublic =
    url?.protocol === 'https:' &&
    url.port === '' &&
    /\.[a-z][a-z0-9-]*$/i.test(url.hostname) &&
    !PRIVATE_NAME.test(url.hostname);
  if (url === null || !isPublic)
    throw new CallFailed({ code: 'provider-redirected', outcome: 'error', retry: 'never' });
  return url.origin;
}

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    // No address at all is treated like one that leads nowhere good.
    return null;
  }
}
