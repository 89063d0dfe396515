import { networkInterfaces } from 'node:os';

export interface HostsToAllow {
  /** The address that is listened on. */
  readonly host: string;
  readonly port: number;
  /** More origins that a page may come from. */
  readonly pageOrigins?: readonly string[];
  /** What whoever runs the relay has added, comma separated: the names that a proxy passes on. */
  readonly operator?: string | undefined;
}

/**
 * Host headers of requests that the relay may answer: a page elsewhere that re-binds its name is not among them. The
 * relay's own names stay beside the operator's, the loopback address first: a room that an alarm has woken asks the
 * vault there.
 */
export function allowedHosts({ host, port, pageOrigins = [], operator = '' }: HostsToAllow): string[] {
  const isWildcard = host === '0.0.0.0' || host === '::';
  const machine = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
  const names = ['127.0.0.1', 'localhost', '::1', ...(isWildcard ? machine : [host])];
  const own = names.map((name) => `${urlHost(name)}:${port}`);
  const more = operator
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return [...new Set([...own, ...pageOrigins.map((origin) => new URL(origin).host), ...more])];
}

/** An address as it stands in a URL. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
