import type { TenantContext } from '@leadlock/context/context';
import { requireSubAccount } from './queries.ts';

/** Makes the sub-account inactive; everything in it stays. Repeating it changes nothing. @throws not_found */
export async function deleteSubAccount(ctx: TenantContext, id: string): Promise<void> {
  await requireSubAccount(ctx, id);
  await ctx.db
    .updateTable('tenants')
    .set({ is_active: false, updated_at: ctx.clock.now() })
    .where('id', '=', id)
    .where('parent_tenant_id', '=', ctx.tenant.id)
    .execute();
}
