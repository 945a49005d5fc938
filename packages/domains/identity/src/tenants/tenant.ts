import type { Tenant } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';

/** What `toTenant` needs, under names that do not collide with a joined user or key. */
export const TENANT_COLUMNS = [
  'tenants.id as tenant_id',
  'tenants.name as tenant_name',
  'tenants.slug as tenant_slug',
  'tenants.tenant_type as tenant_type',
  'tenants.plan as tenant_plan',
  'tenants.parent_tenant_id as parent_tenant_id',
  'tenants.is_active as tenant_is_active',
  'tenants.suspended_at as tenant_suspended_at',
  'tenants.timezone as tenant_timezone',
  'agency.plan as agency_plan',
  'agency.is_active as agency_is_active',
  'agency.suspended_at as agency_suspended_at',
] as const;

export interface TenantColumns {
  tenant_id: string;
  tenant_name: string;
  tenant_slug: string;
  tenant_type: string;
  tenant_plan: string;
  parent_tenant_id: string | null;
  tenant_is_active: boolean;
  tenant_suspended_at: Date | null;
  tenant_timezone: string;
  agency_plan: string | null;
  agency_is_active: boolean | null;
  agency_suspended_at: Date | null;
}

/** A sub-account lives on its agency's plan, and stops where its agency does. */
export function toTenant(row: TenantColumns): Tenant {
  return {
    id: row.tenant_id,
    name: row.tenant_name,
    slug: row.tenant_slug,
    type: row.tenant_type as Tenant['type'],
    plan: row.agency_plan ?? row.tenant_plan,
    parentTenantId: row.parent_tenant_id,
    isActive: row.tenant_is_active && row.agency_is_active !== false,
    isSuspended: row.tenant_suspended_at !== null || row.agency_suspended_at !== null,
    timeZone: row.tenant_timezone,
  };
}

/** Tenants with their agencies, for a system connection: a sub-account's own may not see its agency. */
const selectTenants = (db: Db) =>
  db
    .selectFrom('tenants')
    .leftJoin('tenants as agency', 'agency.id', 'tenants.parent_tenant_id')
    .select(TENANT_COLUMNS);

/** The tenant of that id, for jobs, webhooks and sweeps that know no more. `db` must be a system connection. */
export async function findTenant(db: Db, tenantId: string): Promise<Tenant | null> {
  const row = await selectTenants(db).where('tenants.id', '=', tenantId).executeTakeFirst();
  return row ? toTenant(row) : null;
}

/** The agency's sub-account of that id, a deleted one, too. `db` must be a connection of the agency or the system. */
export async function findSubAccount(db: Db, agencyId: string, subAccountId: string): Promise<Tenant | null> {
  const row = await selectTenants(db)
    .where('tenants.id', '=', subAccountId)
    .where('tenants.parent_tenant_id', '=', agencyId)
    .executeTakeFirst();
  return row ? toTenant(row) : null;
}
