import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { bareHost, isPublicAddress, type AllowedHosts } from './address-policy.ts';
import { BlockedAddressError, publicLookup } from './public-lookup.ts';

const defaultPort = (protocol: string): number => (protocol === 'https:' ? 443 : 80);

/**
 * Opens connections to public addresses and allowed hosts only. A name is resolved once, and the connection goes to what
 * was checked. Literals never pass through `lookup`, and the peer of the open socket is looked at once more.
 */
export function guardedConnector(
  allowed: AllowedHosts,
  { timeoutMs, dnsServers }: { timeoutMs: number; dnsServers: readonly string[] },
): buildConnector.connector {
  const connectAnywhere = buildConnector({ timeout: timeoutMs });
  // undici hands its options on to net.connect and tls.connect, whose types it does not repeat.
  const publicOnly: buildConnector.BuildOptions & { lookup: LookupFunction } = {
    timeout: timeoutMs,
    lookup: publicLookup(dnsServers),
  };
  const connectPublic = buildConnector(publicOnly);

  return (options, callback) => {
    const host = bareHost(options.hostname);
    if (allowed.has(host, Number(options.port) || defaultPort(options.protocol))) {
      connectAnywhere(options, callback);
      return;
    }
    if (ipaddr.isValid(host) && !isPublicAddress(host)) {
      callback(new BlockedAddressError(host), null);
      return;
    }
    connectPublic(options, (error, socket) => {
      if (error || socket === null) return callback(error ?? new Error('Not connected'), null);
      if (!isPublicAddress(socket.remoteAddress ?? '')) {
        socket.destroy();
        return callback(new BlockedAddressError(host), null);
      }
      callback(null, socket);
    });
  };
}
