import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';

/**
 * Where the tenant's people open the dashboard, without a slash at the end: on the verified domain of their agency, or ours.
 * `db` must be a system connection: a sub-account's own may not see its agency.
 */
export async function findDashboardUrl(
  { settings }: Pick<SystemContext, 'settings'>,
  db: Db,
  tenantId: string,
): Promise<string> {
  const own = await db
    .selectFrom('tenants')
    .innerJoin('custom_domains', (join) =>
      join.on((eb) => eb('custom_domains.tenant_id', '=', eb.fn.coalesce('tenants.parent_tenant_id', 'tenants.id'))),
    )
    .select('custom_domains.domain')
    .where('tenants.id', '=', tenantId)
    .where('custom_domains.verified_at', 'is not', null)
    .executeTakeFirst();
  if (!own) return settings.dashboardUrl;
  const { pathname } = new URL(settings.dashboardUrl);
  return `https://${own.domain}${pathname === '/' ? '' : pathname}`;
}
