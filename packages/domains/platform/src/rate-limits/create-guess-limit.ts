import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import type { GuessLimit } from '@leadlock/identity/auth';
import { clientNetwork } from '@leadlock/trpc/client-address';
import type { RateLimits } from './limits.ts';
import { TokenPurse } from './token-purse.ts';

/** Counts the wrong credentials of each address, over all processes together. */
export function createGuessLimit(system: Pick<SystemContext, 'database'>, limits: RateLimits): GuessLimit {
  const purse = new TokenPurse(allTenants(system));
  const keyOf = (ip: string): string => `wrong-credentials:ip:${clientNetwork(ip)}`;
  return {
    waitMs: (ip) => purse.waitMs(keyOf(ip)),
    async count(ip) {
      await purse.spend(keyOf(ip), limits['wrong-credentials']);
    },
  };
}
