import type { Tenant, TenantContext } from '@leadlock/context/context';
import type { AuthContextResponse } from './schemas.ts';

/** For whom the caller acts, and for an agency's caller which sub-accounts they could act for. */
export async function getAuthContext(ctx: TenantContext, ownTenant: Tenant): Promise<AuthContextResponse> {
  return {
    tenant_type: ctx.tenant.type,
    current_tenant_id: ctx.tenant.id,
    parent_tenant_id: ctx.tenant.parentTenantId,
    available_sub_accounts: ownTenant.type === 'agency' ? await listActiveSubAccounts(ctx, ownTenant.id) : [],
  };
}

function listActiveSubAccounts(
  ctx: TenantContext,
  agencyId: string,
): Promise<{ id: string; name: string; slug: string }[]> {
  return ctx.database
    .tenant(agencyId)
    .selectFrom('tenants')
    .select(['id', 'name', 'slug'])
    .where('parent_tenant_id', '=', agencyId)
    .where('is_active', '=', true)
    .orderBy('name')
    .orderBy('id')
    .execute();
}
