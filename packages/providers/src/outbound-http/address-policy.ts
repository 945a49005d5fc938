import ipaddr from 'ipaddr.js';

/** The host that Azure answers its machines from; it lies in a public range. */
const PUBLIC_LOOKING_METADATA = new Set(['168.63.129.16']);

/** All of IPv6 that was ever given out for the public internet; what lies outside is none, also where it has no name. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address belongs to the public internet: not private, loopback, link-local, shared or a metadata service. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return false;
  return parsed.range() === 'unicast' && !PUBLIC_LOOKING_METADATA.has(parsed.toString());
}

/** The host of a URL without the brackets of an IPv6 literal. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').toLowerCase();

/** Hosts that may be reached although they are private. */
export interface AllowedHosts {
  has(hostname: string, port: number): boolean;
}

/** Reads `OUTBOUND_ALLOW_HOSTS`: comma-separated `host` (any port) or `host:port`; an IPv6 host stands in brackets. */
export function parseAllowedHosts(list: string): AllowedHosts {
  const entries = new Set(
    list
      .split(',')
      .map((entry) => entry.trim().toLowerCase())
      .filter((entry) => entry !== ''),
  );
  return {
    has(hostname, port) {
      const bare = bareHost(hostname);
      const host = bare.includes(':') ? `[${bare}]` : bare;
      return entries.has(host) || entries.has(`${host}:${port}`);
    },
  };
}
