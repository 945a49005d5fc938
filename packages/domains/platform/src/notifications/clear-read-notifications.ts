import type { TenantContext } from '@leadlock/context/context';

/** Deletes what has been read and keeps the rest. @returns how many there were */
export async function clearReadNotifications(ctx: TenantContext): Promise<number> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('notifications')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('read_at', 'is not', null)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
