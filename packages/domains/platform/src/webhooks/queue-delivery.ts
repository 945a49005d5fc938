import { sql } from 'kysely';
import { EVENT_TYPES, onEvent } from '../events/index.ts';
import { TEST_EVENT } from './attempt-delivery.ts';

/** A test goes its own way. */
const types = EVENT_TYPES.filter((type) => type !== TEST_EVENT);

/** Lays an event out for the tenant's webhook, where one is enabled. A worker sends it. */
export const queueDelivery = onEvent(types, 'webhooks.queue-delivery', async ({ db }, event) => {
  await db
    .insertInto('webhook_deliveries')
    .columns(['tenant_id', 'id', 'event_id', 'event_type', 'next_attempt_at'])
    .expression((eb) =>
      eb
        .selectFrom('webhook_endpoints')
        .select((row) => [
          'tenant_id',
          // The event's own, for there is one delivery of it, however often the job runs.
          sql<string>`${event.id}::uuid`.as('id'),
          sql<string>`${event.id}::uuid`.as('event_id'),
          row.val<string>(event.type).as('event_type'),
          // Sent in the order in which they happened, whatever the order of their jobs.
          row.val(event.occurredAt).as('next_attempt_at'),
        ])
        .where('tenant_id', '=', event.tenantId)
        .where('is_enabled', '=', true),
    )
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
    .execute();
});
