import type { TenantContext } from '@leadlock/context/context';

/** @returns how many were unread */
export async function markAllNotificationsRead(ctx: TenantContext): Promise<number> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('notifications')
    .set({ read_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('read_at', 'is', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
