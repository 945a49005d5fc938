import type { TenantContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { ensureReader, isUnreadBy, readerOf } from './reader.ts';
import { selectShown } from './shown-notifications.ts';

async function clearFor(trx: Db, { tenant }: TenantContext, readerId: string): Promise<number> {
  await ensureReader(trx, tenant.id, readerId);
  const read = selectShown(trx, tenant.id, readerId).where(sql<boolean>`NOT ${isUnreadBy(readerId)}`);
  const { count } = await read.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  await trx
    .insertInto('notification_reads')
    .columns(['tenant_id', 'reader_id', 'notification_id', 'is_cleared'])
    .expression(
      read
        .where(sql<boolean>`coalesce(notifications.id > reader.read_through, true)`)
        .select([
          'notifications.tenant_id',
          sql<string>`${readerId}::uuid`.as('reader_id'),
          'notifications.id',
          sql<boolean>`true`.as('is_cleared'),
        ]),
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'reader_id', 'notification_id']).doUpdateSet({ is_cleared: true }),
    )
    .execute();
  await trx
    .updateTable('notification_readers')
    .set((eb) => ({ cleared_through: eb.ref('read_through') }))
    .where('tenant_id', '=', tenant.id)
    .where('reader_id', '=', readerId)
    .execute();
  return count;
}

/**
 * Hides what a person has read from them, and keeps the rest: others may not have read it. An API key deletes what is
 * read for all.
 * @returns how many there were
 */
export async function clearReadNotifications(ctx: TenantContext): Promise<number> {
  const readerId = readerOf(ctx.actor);
  if (readerId !== null) return withTransaction(ctx.db, (trx) => clearFor(trx, ctx, readerId));
  const { numUpdatedRows } = await ctx.db
    .updateTable('notifications')
    .set({ deleted_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('read_at', 'is not', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
