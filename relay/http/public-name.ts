/** Hosts that only a network of one's own knows (RFC 6761, RFC 6762, RFC 8375, ICANN on `.internal`). */
const PRIVATE_ENDING =
  /(^|\.)(localhost|localdomain|local|internal|lan|home|home\.arpa|intranet|corp|private|test|invalid|example|onion|in-addr\.arpa|ip6\.arpa)$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const TOP = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const MAX_CHARACTERS = 253;

/**
 * Whether a host, as `URL.hostname` writes it (lower case, international names in ASCII), is a name of the open web: two
 * words at least, no address in numbers of whatever spelling, no dot at the end, nothing that only a private network knows.
 * What a name leads to is not looked at here.
 */
export function isPublicName(host: string): boolean {
  const labels = host.split('.');
  return (
    host.length <= MAX_CHARACTERS &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    TOP.test(labels.at(-1) ?? '') &&
    !PRIVATE_ENDING.test(host)
  );
}
