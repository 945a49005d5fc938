import type { Tenant } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import { findTenant } from '../tenants/index.ts';
import type { GhlUser } from './ghl-user.ts';

/** The tenant that has connected a GHL location or company; of an integration that was assigned, the sub-account. */
async function findTenantOf(db: Db, accountId: string, companyId: string): Promise<string | null> {
  const row = await db
    .selectFrom('integrations')
    .leftJoin('sub_account_integrations as assigned', (join) =>
      join
        .onRef('assigned.agency_id', '=', 'integrations.tenant_id')
        .onRef('assigned.integration_id', '=', 'integrations.id'),
    )
    .select((eb) => eb.fn.coalesce('assigned.tenant_id', 'integrations.tenant_id').as('tenant_id'))
    .where('integrations.provider', '=', 'ghl')
    .where('integrations.account_id', '=', accountId)
    .where('integrations.is_active', '=', true)
    // A location belongs to one company; a payload that says otherwise is not about this one.
    .where(sql`coalesce(integrations.metadata ->> 'company_id', ${companyId})`, '=', companyId)
    .orderBy('integrations.created_at')
    .orderBy('assigned.assigned_at')
    .limit(1)
    .executeTakeFirst();
  return row?.tenant_id ?? null;
}

/**
 * For whom the frame was opened: the tenant that has connected the open location, or the company where none is open.
 * `db` must be a system connection.
 */
export async function findConnectedTenant(db: Db, user: GhlUser): Promise<Tenant | null> {
  const accountId = user.activeLocation ?? (user.type === 'agency' ? user.companyId : null);
  if (accountId === null) return null;
  const tenantId = await findTenantOf(db, accountId, user.companyId);
  return tenantId === null ? null : findTenant(db, tenantId);
}
