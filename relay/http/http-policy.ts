import { isListedHost } from '#shared/run/http-hosts.ts';
import type { RelayEnvironment } from '../providers/types.ts';
import { parseUrl } from './parse-url.ts';
import { isPublicName } from './public-name.ts';

/** Where requests of flows may go. Nothing else decides it. */
export interface HttpPolicy {
  /** As whoever runs the relay wrote them: host names, and `*.name` for all names below one. */
  readonly hosts: readonly string[];
  /** True for a host that is on the list. @param host as `URL.hostname` has it */
  readonly allows: (host: string) => boolean;
  /** Where a host's requests really go; the host's own address but for tests, which stand a server of this machine there. */
  readonly originOf: (host: string) => string;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Reads WEFT_HTTP_HOSTS (comma separated). What is no name of the open web, such as an address in numbers, a name of one
 * word or `*.com`, counts as not written. Without the variable nothing is allowed.
 */
export function httpPolicy(environment: RelayEnvironment): HttpPolicy {
  const written = (environment['WEFT_HTTP_HOSTS'] ?? '').split(/[\s,]+/).map((entry) => entry.toLowerCase());
  const hosts = [...new Set(written.filter(isEntry))];
  const standIns = readStandIns(environment['WEFT_PROVIDER_BASE_URLS']);
  return Object.freeze({
    hosts,
    allows: (host: string) => isPublicName(host) && isListedHost(hosts, host),
    originOf: (host: string) => standIns.get(host) ?? `https://${host}`,
  });
}

function isEntry(entry: string): boolean {
  return isPublicName(entry.startsWith('*.') ? entry.slice(2) : entry);
}

/**
 * For tests: `http:<host>` in the JSON of WEFT_PROVIDER_BASE_URLS is an origin of this very machine that answers in that
 * host's place. Anything else there is ignored.
 */
function readStandIns(json: string | undefined): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const [name, value] of Object.entries(objectOf(json))) {
    const url = typeof value === 'string' && name.startsWith('http:') ? parseUrl(value) : null;
    if (url !== null && LOOPBACK.has(url.hostname)) origins.set(name.slice('http:'.length), url.origin);
  }
  return origins;
}

function objectOf(json: string | undefined): object {
  try {
    const parsed: unknown = JSON.parse(json ?? '');
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    // No table, or none that can be read: every host stands for itself.
    return {};
  }
}
