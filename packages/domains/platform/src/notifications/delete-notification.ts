import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { isId } from '@leadlock/core/ids';

/** Deletes a notification, read or not; what was still to be sent of it by e-mail is not sent. @throws not_found */
export async function deleteNotification(ctx: TenantContext, id: string): Promise<void> {
  if (!isId(id)) throw notFound('Notification');
  const { numDeletedRows } = await ctx.db
    .deleteFrom('notifications')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw notFound('Notification');
}
