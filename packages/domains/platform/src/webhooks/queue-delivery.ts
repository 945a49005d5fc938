import { sql } from 'kysely';
import { EVENT_TYPES, onEvent } from '../events/index.ts';
import { TEST_EVENT } from './attempt-delivery.ts';
import { dispatchDeliveriesOf } from './dispatch-deliveries.ts';

/**
 * One delivery of an event to an endpoint has one ID, however often the job runs: to the first endpoint the event's own, to
 * others one that begins like it, so that deliveries stay in the order of their events.
 */
const deliveryId = (eventId: string) => sql<string>`
  CASE WHEN id = tenant_id THEN ${eventId}::uuid
  ELSE (left(${eventId}::text, 19) || regexp_replace(md5(${eventId}::text || id::text), '^(.{4})(.{12}).*$', '\\1-\\2'))::uuid END`;

/** A test goes its own way. */
const types = EVENT_TYPES.filter((type) => type !== TEST_EVENT);

/** Lays an event out for each of the tenant's endpoints that wants it, and has it sent as soon as its turn comes. */
export const queueDelivery = onEvent(types, 'webhooks.queue-delivery', async (system, event) => {
  const { numInsertedOrUpdatedRows } = await system.db
    .insertInto('webhook_deliveries')
    .columns(['tenant_id', 'id', 'endpoint_id', 'event_id', 'event_type', 'next_attempt_at'])
    .expression((eb) =>
      eb
        .selectFrom('webhook_endpoints')
        .select((row) => [
          'tenant_id',
          deliveryId(event.id).as('id'),
          row.ref('id').as('endpoint_id'),
          sql<string>`${event.id}::uuid`.as('event_id'),
          row.val<string>(event.type).as('event_type'),
          // Sent in the order in which they happened, whatever the order of their jobs.
          row.val(event.occurredAt).as('next_attempt_at'),
        ])
        .where('tenant_id', '=', event.tenantId)
        .where('is_enabled', '=', true)
        .where(sql<boolean>`(events IS NULL OR ${event.type} = ANY(events))`),
    )
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows) await dispatchDeliveriesOf(system, event.tenantId);
});
