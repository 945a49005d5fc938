import type { TenantContext } from '@leadlock/context/context';

/** Deletes what has been read and keeps the rest. @returns how many there were */
export async function clearReadNotifications(ctx: TenantContext): Promise<number> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('notifications')
    .set({ deleted_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('read_at', 'is not', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
