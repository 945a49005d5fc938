import { Resolver } from 'node:dns/promises';
import { ProviderError, type Dns } from '../contracts/index.ts';

const TIMEOUT_MS = 3_000;
const TRIES = 2;

/** There is such a name without such records, or no such name. */
const NOTHING = new Set(['ENODATA', 'ENOTFOUND']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

export interface DnsOptions {
  /** Servers to ask, `address` or `address:port`; without any, those of this machine. */
  servers?: readonly string[];
}

/** Asks the domain name system itself, past the hosts file and what this process has asked before. */
export function createDns({ servers = [] }: DnsOptions = {}): Dns {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  return {
    async findTxt(name) {
      try {
        return (await resolver.resolveTxt(name)).map((chunks) => chunks.join(''));
      } catch (error) {
        const code = codeOf(error);
        if (NOTHING.has(code)) return [];
        throw new ProviderError(`DNS lookup failed (${code})`, { provider: 'dns', code, cause: error });
      }
    },
  };
}
