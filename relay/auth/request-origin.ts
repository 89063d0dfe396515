const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Which requests the relay answers at all, by the name it was called by: a page elsewhere that re-binds its own name to
 * this address is not answered. WEFT_ALLOWED_HOSTS lists `host:port`; without it only this machine's own names count.
 */
export function isAllowedHost(host: string | null, allowed: string | undefined): boolean {
  if (host === null || host === '') return false;
  const list = allowed?.split(',').map((name) => name.trim().toLowerCase()) ?? [];
  if (list.length > 0) return list.includes(host.toLowerCase());
  return LOOPBACK_NAMES.includes(host.toLowerCase().replace(/:\d+$/, ''));
}

/** Browsers name the page a request comes from; a page of another host may neither change anything nor open a socket. */
export function isAllowedOrigin(origin: string | null, allowed: string | undefined): boolean {
  if (origin === null) return true;
  const host = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1];
  return host !== undefined && isAllowedHost(host, allowed);
}
