import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import { challengeValue } from './challenge.ts';

/**
 * The file that proves a domain which leads here by now, so that its proof does not end when the agency points it at us.
 * Null for any domain that was not proved by such a file before: nobody proves a domain through us alone.
 */
export async function findServedChallenge(ctx: SystemContext, domain: string): Promise<string | null> {
  const row = await allTenants(ctx)
    .selectFrom('custom_domains')
    .select('token')
    .where('domain', '=', domain)
    .where('verified_by', '=', 'http')
    .where('verified_at', 'is not', null)
    .executeTakeFirst();
  return row ? challengeValue(row.token) : null;
}
