import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

/** Lays an event out for the tenant's webhook, in the event's transaction, where one is enabled. A worker sends it. */
export async function queueDelivery(db: Db, event: { tenantId: string; id: string; type: string }): Promise<void> {
  await db
    .insertInto('webhook_deliveries')
    .columns(['tenant_id', 'id', 'event_id', 'event_type', 'next_attempt_at'])
    .expression((eb) =>
      eb
        .selectFrom('webhook_endpoints')
        .select((row) => [
          'tenant_id',
          sql<string>`${newId()}::uuid`.as('id'),
          sql<string>`${event.id}::uuid`.as('event_id'),
          row.val(event.type).as('event_type'),
          sql<Date>`now()`.as('next_attempt_at'),
        ])
        .where('tenant_id', '=', event.tenantId)
        .where('is_enabled', '=', true),
    )
    .execute();
}
