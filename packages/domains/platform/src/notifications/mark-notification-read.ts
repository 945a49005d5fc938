import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { ensureReader, readerOf } from './reader.ts';
import { selectShown } from './shown-notifications.ts';

/** Marks a notification as read: for whoever reads it, or by an API key for all. @throws not_found */
export async function markNotificationRead(ctx: TenantContext, id: string): Promise<void> {
  const readerId = readerOf(ctx.actor);
  await withTransaction(ctx.db, async (trx) => {
    const shown = await selectShown(trx, ctx.tenant.id, readerId)
      .select('notifications.id')
      .where('notifications.id', '=', id)
      .executeTakeFirst();
    if (shown === undefined) throw notFound('Notification');
    if (readerId === null) {
      await trx
        .updateTable('notifications')
        // The first reading's time stays.
        .set((eb) => ({ read_at: eb.fn.coalesce('read_at', eb.val(ctx.clock.now())) }))
        .where('tenant_id', '=', ctx.tenant.id)
        .where('id', '=', id)
        .execute();
      return;
    }
    await ensureReader(trx, ctx.tenant.id, readerId);
    await trx
      .insertInto('notification_reads')
      .values({ tenant_id: ctx.tenant.id, reader_id: readerId, notification_id: id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
