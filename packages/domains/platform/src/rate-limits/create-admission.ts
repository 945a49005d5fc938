import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import { actorKey } from '@leadlock/core/actor';
import { AppError } from '@leadlock/core/errors';
import { clientNetwork } from '@leadlock/trpc/client-address';
import type { Principal } from '@leadlock/trpc/principal';
import type { Admission } from '@leadlock/trpc/request-context';
import type { RateLimit, RateLimits } from './limits.ts';
import { TokenPurse } from './token-purse.ts';

/** Null: the address that a request comes from. */
function whoCounts({ of }: RateLimit, principal: Principal | null): string | null {
  if (of === 'ip' || !principal) return null;
  // Buckets in the database name API keys `key:`.
  return of === 'tenant' ? `tenant:${principal.tenantId}` : actorKey(principal.actor).replace(/^api_/, '');
}

/**
 * Refuses requests that come too fast, for both doors and over all processes together. An operation with a limit of its
 * own counts by that; others by the caller's; anonymous ones without a limit (vendors' webhooks, which are signed) pass.
 */
export function createAdmission(system: Pick<SystemContext, 'database'>, limits: RateLimits): Admission {
  const purse = new TokenPurse(allTenants(system));

  const limitOf = (name: string): RateLimit => {
    const limit = limits[name];
    if (!limit) throw new Error(`Unknown rate limit: ${name}`);
    return limit;
  };

  return async ({ request, principal, meta }) => {
    const name = meta.rest?.rateLimit ?? (principal ? 'general' : null);
    if (name === null) return;
    const limit = limitOf(name);
    const who = whoCounts(limit, principal) ?? `ip:${clientNetwork(request.ip)}`;
    const waitMs = await purse.spend(`${name}:${who}`, limit);
    if (waitMs > 0) {
      throw new AppError('rate_limited', 'Too many requests', { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
    }
  };
}
