import { LIMITS } from '#shared/protocol/limits.ts';
import type { HttpPolicy } from './http-policy.ts';
import { parseUrl } from './parse-url.ts';

export type CheckedAddress =
  { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly why: AddressFault };

export const ADDRESS_FAULTS = ['no-address', 'not-https', 'with-login', 'other-port', 'not-listed'] as const;
export type AddressFault = (typeof ADDRESS_FAULTS)[number];

/** Signs that parsers drop or turn into others, so that one reader sees another host than the next: all C0, blank, DEL, \. */
const UNSAFE_SIGNS = /[\u0000-\u0020\u007f\\]/;

/**
 * Where a request may go: https on its usual port, to a host on the list, without a login in the address. The same check
 * is made for the first address and for every one that a server sends on to.
 */
export function checkAddress(raw: string, policy: HttpPolicy): CheckedAddress {
  const refuse = (why: AddressFault): CheckedAddress => ({ ok: false, why });
  if (raw.length > LIMITS.httpUrlCharacters || UNSAFE_SIGNS.test(raw)) return refuse('no-address');
  const url = parseUrl(raw);
  if (url === null) return refuse('no-address');
  if (url.protocol !== 'https:') return refuse('not-https');
  if (url.username !== '' || url.password !== '') return refuse('with-login');
  if (url.port !== '') return refuse('other-port');
  if (!policy.allows(url.hostname)) return refuse('not-listed');
  url.hash = '';
  return { ok: true, url };
}
