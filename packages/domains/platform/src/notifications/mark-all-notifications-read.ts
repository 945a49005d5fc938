import type { TenantContext } from '@leadlock/context/context';
import { firstIdAt } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { ensureReader, isUnreadBy, readerOf } from './reader.ts';
import { selectShown } from './shown-notifications.ts';

/**
 * How old a notification is whose transaction has surely ended, with clocks that differ, in ms. Newer ones are marked one
 * by one: some with lesser IDs may yet appear, and are unread.
 */
const SETTLED_MS = 3_600_000;

async function markAllFor(trx: Db, { tenant, clock }: TenantContext, readerId: string): Promise<number> {
  await ensureReader(trx, tenant.id, readerId);
  const settled = firstIdAt(new Date(clock.now().getTime() - SETTLED_MS));
  const unread = selectShown(trx, tenant.id, readerId).where(isUnreadBy(readerId));
  const { count } = await unread.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  await trx
    .insertInto('notification_reads')
    .columns(['tenant_id', 'reader_id', 'notification_id'])
    .expression(
      unread
        .where('notifications.id', '>', settled)
        .select(['notifications.tenant_id', sql<string>`${readerId}::uuid`.as('reader_id'), 'notifications.id']),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .updateTable('notification_readers')
    .set({ read_through: sql<string>`greatest(read_through, ${settled}::uuid)` })
    .where('tenant_id', '=', tenant.id)
    .where('reader_id', '=', readerId)
    .execute();
  await trx
    .deleteFrom('notification_reads')
    .where('tenant_id', '=', tenant.id)
    .where('reader_id', '=', readerId)
    .where('notification_id', '<=', settled)
    .where('is_cleared', '=', false)
    .execute();
  return count;
}

/** Marks all as read: for whoever asks, or by an API key for all. @returns how many were unread */
export async function markAllNotificationsRead(ctx: TenantContext): Promise<number> {
  const readerId = readerOf(ctx.actor);
  if (readerId !== null) return withTransaction(ctx.db, (trx) => markAllFor(trx, ctx, readerId));
  const { numUpdatedRows } = await ctx.db
    .updateTable('notifications')
    .set({ read_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('read_at', 'is', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
