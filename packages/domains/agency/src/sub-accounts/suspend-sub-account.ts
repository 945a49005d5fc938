import type { TenantContext } from '@leadlock/context/context';
import { findSubAccount, requireSubAccount } from './queries.ts';
import type { SubAccountResponse } from './schemas.ts';

async function setSuspension(
  ctx: TenantContext,
  id: string,
  suspension: { suspended_at: Date | null; suspended_reason: string | null },
): Promise<SubAccountResponse> {
  await requireSubAccount(ctx, id);
  await ctx.db
    .updateTable('tenants')
    .set({ ...suspension, updated_at: ctx.clock.now() })
    .where('id', '=', id)
    .where('parent_tenant_id', '=', ctx.tenant.id)
    .execute();
  return findSubAccount(ctx, id);
}

/** From now on the sub-account can read and do nothing that costs money. @throws not_found */
export const suspendSubAccount = (ctx: TenantContext, id: string, reason: string | null): Promise<SubAccountResponse> =>
  setSuspension(ctx, id, { suspended_at: ctx.clock.now(), suspended_reason: reason });

/** Ends a suspension. @throws not_found */
export const resumeSubAccount = (ctx: TenantContext, id: string): Promise<SubAccountResponse> =>
  setSuspension(ctx, id, { suspended_at: null, suspended_reason: null });
