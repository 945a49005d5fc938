import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { readerOf } from './reader.ts';
import { selectShown } from './shown-notifications.ts';

/** Deletes a notification for all, read or not; what was still to be sent of it by email is not sent. @throws not_found */
export async function deleteNotification(ctx: TenantContext, id: string): Promise<void> {
  const shown = selectShown(ctx.db, ctx.tenant.id, readerOf(ctx.actor));
  const { numUpdatedRows } = await ctx.db
    .updateTable('notifications')
    .set({ deleted_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', 'in', shown.select('notifications.id').where('notifications.id', '=', id))
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw notFound('Notification');
}
