import { promises, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './address-policy.ts';

/** The address of a request is not one that users may have us reach. */
export class BlockedAddressError extends Error {
  override name = 'BlockedAddressError';

  constructor(host: string) {
    super(`${host} is not a public address`);
  }
}

const TIMEOUT_MS = 3_000;
const TRIES = 2;

/** This machine, whatever a name server says (RFC 6761). */
const isThisMachine = (hostname: string): boolean => /(?:^|\.)localhost\.?$/i.test(hostname);

async function findAddresses(resolver: promises.Resolver, hostname: string): Promise<LookupAddress[]> {
  const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const found = [
    ...(four.status === 'fulfilled' ? four.value : []).map((address) => ({ address, family: 4 })),
    ...(six.status === 'fulfilled' ? six.value : []).map((address) => ({ address, family: 6 })),
  ];
  if (found.length === 0 && four.status === 'rejected') throw four.reason;
  return found;
}

/**
 * Looks names up without the addresses that are not public, so that nothing is ever sent to one. It asks the name servers
 * itself: the system's own way takes one of the few threads of the process for as long as a name server of a user's
 * choice is silent, and everybody else's names would wait for them.
 * @param servers to ask, `address` or `address:port`; without any, those of this machine
 */
export function publicLookup(servers: readonly string[]): LookupFunction {
  const resolver = new promises.Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  return (hostname, options, callback) => {
    if (isThisMachine(hostname)) return callback(new BlockedAddressError(hostname), '');
    findAddresses(resolver, hostname).then(
      (found) => {
        const addresses = found.filter(({ address }) => isPublicAddress(address));
        const [first] = addresses;
        if (first === undefined) callback(new BlockedAddressError(hostname), '');
        else if (options.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };
}
