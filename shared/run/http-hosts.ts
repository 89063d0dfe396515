/**
 * Whether a list of hosts (names, and `*.name` for all below one) has this one. A list says where requests may go; that a
 * name is one of the open web is for the relay to see to.
 * @param host as `URL.hostname` has it
 */
export function isListedHost(hosts: readonly string[], host: string): boolean {
  return hosts.some((entry) => entry === host || (entry.startsWith('*.') && host.endsWith(entry.slice(1))));
}
