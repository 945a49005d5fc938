import type { Settings, TenantContext } from '@leadlock/context/context';
import type { Db, DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';
import { agentLimit, limitForResponse, subAccountLimit } from '../plans/index.ts';
import type { TenantResponse } from './schemas.ts';

export type TenantRow = Selectable<DB['tenants']> & { agency_plan: string | null };

export function toTenantResponse(row: TenantRow, settings: Pick<Settings, 'plans'>): TenantResponse {
  const effectivePlan = row.agency_plan ?? row.plan;
  const limited = { ...row, plan: effectivePlan };
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    tenant_type: row.tenant_type,
    plan: row.plan,
    tier: row.tenant_type === 'sub_account' ? null : row.plan,
    agent_limit: limitForResponse(agentLimit(settings, limited)),
    sub_account_limit: limitForResponse(subAccountLimit(settings, limited)),
    is_active: row.is_active,
    trial_ends_at: row.trial_ends_at?.toISOString() ?? null,
    parent_tenant_id: row.parent_tenant_id,
    stripe_subscription_id: row.stripe_subscription_id,
    subscription_status: row.subscription_status,
    effective_plan: effectivePlan,
  };
}

/** The whole row of the tenant that acts. Its own connection does not see its agency, whose plan is known. */
export const getOwnTenantRow = async ({ db, tenant }: TenantContext): Promise<TenantRow> => ({
  ...(await getTenantRow(db, tenant.id)),
  agency_plan: tenant.plan,
});

/** The whole row, for answers. `db` must be a system connection. */
export async function getTenantRow(db: Db, tenantId: string): Promise<TenantRow> {
  return db
    .selectFrom('tenants')
    .leftJoin('tenants as agency', 'agency.id', 'tenants.parent_tenant_id')
    .selectAll('tenants')
    .select('agency.plan as agency_plan')
    .where('tenants.id', '=', tenantId)
    .executeTakeFirstOrThrow();
}
