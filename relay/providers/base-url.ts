import type { RelayEnvironment } from './types.ts';

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

export interface BaseUrl {
  readonly url: string;
  readonly allowHttp: boolean;
}

/**
 * Where a provider's calls go: its own https address, or, for tests, one on this very machine named in
 * WEFT_PROVIDER_BASE_URLS (JSON by provider id). Any other host in that variable is ignored: it must not become a way
 * to carry keys away.
 */
export function baseUrlOf(id: string, ownUrl: string, environment: RelayEnvironment): BaseUrl {
  const override = overrideOf(id, environment['WEFT_PROVIDER_BASE_URLS']);
  return override === null ? { url: ownUrl, allowHttp: false } : { url: override, allowHttp: true };
}

/**
 * Where a provider's pictures are made: an address of its own, else the one of its texts. For tests `<id>.pictures` in
 * WEFT_PROVIDER_BASE_URLS, else `<id>`: a relay whose texts go to this machine sends no picture call to another.
 */
export function pictureBaseUrlOf(
  id: string,
  { own, text }: { readonly own: string | undefined; readonly text: string },
  environment: RelayEnvironment,
): string {
  const json = environment['WEFT_PROVIDER_BASE_URLS'];
  const override = overrideOf(`${id}.pictures`, json) ?? overrideOf(id, json);
  return override ?? own ?? text;
}

function overrideOf(id: string, json: string | undefined): string | null {
  if (json === undefined || json === '') return null;
  try {
    const table: unknown = JSON.parse(json);
    if (typeof table !== 'object' || table === null || !Object.hasOwn(table, id)) return null;
    const url = new URL(String((table as Record<string, unknown>)[id]));
    if (!LOOPBACK.has(url.hostname) || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
    return url.href.replace(/\/+$/, '');
  } catch {
    // A broken override is as good as none; the provider's own address stands.
    return null;
  }
}

/**
 * Servers of the operator's own, from WEFT_CUSTOM_ORIGINS (comma separated): exact origins, http allowed, anything that
 * is more than an origin left out. This list is the only way round the ban on private addresses.
 */
export function customOrigins(environment: RelayEnvironment): readonly string[] {
  const origins = (environment['WEFT_CUSTOM_ORIGINS'] ?? '').split(',').map((entry) => entry.trim());
  return [...new Set(origins.filter(isOrigin).map((entry) => new URL(entry).origin))];
}

function isOrigin(entry: string): boolean {
  let url: URL;
  try {
    url = new URL(entry);
  } catch {
    // Not an address: as if it had not been listed.
    return false;
  }
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return (
    web &&
    url.username === '' &&
    url.password === '' &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === ''
  );
}
