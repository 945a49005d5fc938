import { sql } from 'kysely';
import { EVENT_TYPES, onEvent } from '../events/index.ts';
import { TEST_EVENT } from './attempt-delivery.ts';
import { dispatchDeliveriesOf } from './dispatch-deliveries.ts';

/** A test goes its own way. */
const types = EVENT_TYPES.filter((type) => type !== TEST_EVENT);

/** Lays an event out for the tenant's webhook, where one is enabled, and has it sent as soon as its turn comes. */
export const queueDelivery = onEvent(types, 'webhooks.queue-delivery', async (system, event) => {
  const { numInsertedOrUpdatedRows } = await system.db
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
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows) await dispatchDeliveriesOf(system, event.tenantId);
});
