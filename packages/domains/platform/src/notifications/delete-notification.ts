import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';

/** Deletes a notification, read or not; what was still to be sent of it by email is not sent. @throws not_found */
export async function deleteNotification(ctx: TenantContext, id: string): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('notifications')
    .set({ deleted_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw notFound('Notification');
}
