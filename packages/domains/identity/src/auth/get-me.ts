import type { SystemContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { getTenantRow, toTenantResponse } from '../tenants/index.ts';
import type { MeResponse } from './schemas.ts';
import { toUserResponse } from './session.ts';

/** The user and the tenant they belong to, whatever sub-account they act for. */
export async function getMe(ctx: SystemContext, tenantId: string, userId: string): Promise<MeResponse> {
  const user = await ctx.db
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .executeTakeFirst();
  if (!user) throw notFound('User');
  const tenant = await getTenantRow(ctx.db, tenantId);
  return { user: toUserResponse(user), tenant: toTenantResponse(tenant, ctx.settings) };
}
