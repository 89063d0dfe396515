import { callLimits } from './call-limits.ts';
import { createOutbound } from './outbound.ts';
import { PROVIDER_MODULES } from './registry.ts';
import { resolveProvider } from './resolve-provider.ts';
import type { OutboundFetch, RelayEnvironment, Timers } from './types.ts';

/** `unavailable` = its provider could not be asked, or gave no answer that says anything of the key. */
export type KeyCheck = 'works' | 'refused' | 'unavailable';

interface CheckPorts {
  readonly environment: RelayEnvironment;
  readonly fetch: OutboundFetch;
  readonly timers: Timers;
  readonly now: () => number;
}

/** Somebody waits at a dialog. */
const DEADLINE_MS = 10_000;

/** Providers look at the key before they look at anything else: what they then say of the request does not matter. */
const KNOWS_KEY = new Set([400, 402, 404, 405, 415, 422]);

/**
 * Asks a provider about a key by one request that costs nothing. The answer's body is not read: it may echo the key.
 */
export async function checkKey(
  { environment, fetch, timers, now }: CheckPorts,
  providerId: string,
  key: string,
): Promise<KeyCheck> {
  const provider = resolveProvider(providerId, environment);
  if (provider === null || provider.baseUrl === '') return 'unavailable';
  const { baseUrl, allowHttp, keyCheck } = provider;
  const deadlines = { headersDeadlineMs: DEADLINE_MS, totalDeadlineMs: DEADLINE_MS };
  const outbound = createOutbound({
    ...{ fetch, timers, now, baseUrl, allowHttp, accept: 'anything', limits: callLimits(deadlines) },
    signal: new AbortController().signal,
  });
  const { path, headers = { authorization: 'Bearer KEY' }, body } = keyCheck ?? { path: '/models' };
  const sent = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    value.replace('KEY', () => key),
  ]);
  try {
    const { status } = await outbound.fetch(baseUrl + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: new Headers([...sent, ['content-type', 'application/json']]),
      ...(body === undefined ? {} : { body }),
    });
    if (status === 401 || status === 403) return 'refused';
    const isKnown = KNOWS_KEY.has(status) || keyCheck?.knows?.includes(status) === true;
    return (status >= 200 && status < 300) || isKnown ? 'works' : 'unavailable';
  } catch {
    // Refused, reset or too late: nothing is known of the key.
    return 'unavailable';
  } finally {
    outbound.close();
  }
}

/** The label of the provider whose key this is by its beginning, when that is another one; null = nothing can be told. */
export function otherOwnerOf(key: string, providerId: string): string | null {
  const owner = PROVIDER_MODULES.find(
    ({ description: { keyPrefix } }) => keyPrefix !== undefined && key.startsWith(keyPrefix),
  )?.description;
  return owner === undefined || owner.id === providerId ? null : owner.label;
}
