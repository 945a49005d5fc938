import type { TenantContext } from '@leadlock/context/context';
import type { Principal } from '@leadlock/trpc/principal';
import type { AuthContextResponse } from './schemas.ts';

/** For whom the caller acts, and for an agency's user which sub-accounts they could act for: API keys act for none. */
export async function getAuthContext(
  ctx: TenantContext,
  { tenant: ownTenant, isVerified }: Pick<Principal, 'tenant' | 'isVerified'>,
): Promise<AuthContextResponse> {
  const actsForOthers = ownTenant.type === 'agency' && ctx.actor.type === 'user';
  return {
    tenant_type: ctx.tenant.type,
    current_tenant_id: ctx.tenant.id,
    parent_tenant_id: ctx.tenant.parentTenantId,
    timezone: ctx.tenant.timeZone,
    available_sub_accounts: actsForOthers ? await listActiveSubAccounts(ctx, ownTenant.id) : [],
    email_verified: isVerified,
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
