import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';

/** Marks a notification as read; the first reading's time stays. @throws not_found */
export async function markNotificationRead(ctx: TenantContext, id: string): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('notifications')
    .set((eb) => ({ read_at: eb.fn.coalesce('read_at', eb.val(ctx.clock.now())) }))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw notFound('Notification');
}
