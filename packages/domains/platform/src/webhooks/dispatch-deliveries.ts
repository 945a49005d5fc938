import type { SystemContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { ENDPOINT_OF } from './endpoint.ts';
import { LEASE_MS } from './retry-schedule.ts';

/** One attempt at a delivery. It is not retried as a job: a delivery knows itself when its next attempt is due. */
export const deliverJob = {
  name: 'webhooks.deliver',
  payload: z.object({ tenant_id: z.string(), delivery_id: z.string(), attempts_before: z.int().min(0) }),
  selfHealing: true,
  timeoutSeconds: 90,
  concurrency: 40,
} satisfies JobDefinition;

/** A receiver that fails or is slow holds up no others, and is not buried in what has piled up for it. */
const MOST_AT_ONCE = 4;
/** For a receiver whose last answer was a success and came soon. Fewer than a worker does at once. */
const MOST_AT_ONCE_IF_QUICK = 32;
const BATCH_SIZE = 100;

interface DueDelivery {
  tenant_id: string;
  id: string;
  attempt_count: number;
}

/** The endpoints for which something waits, found in as many steps as there are of them. */
const allWaiting = sql`
  (SELECT tenant_id, ${ENDPOINT_OF} AS endpoint_id FROM webhook_deliveries WHERE status = 'pending'
    ORDER BY tenant_id, ${ENDPOINT_OF} LIMIT 1)
  UNION ALL
  SELECT next.tenant_id, next.endpoint_id FROM waiting CROSS JOIN LATERAL (
    SELECT tenant_id, ${ENDPOINT_OF} AS endpoint_id FROM webhook_deliveries
    WHERE status = 'pending' AND (tenant_id, ${ENDPOINT_OF}) > (waiting.tenant_id, waiting.endpoint_id)
    ORDER BY tenant_id, ${ENDPOINT_OF} LIMIT 1
  ) AS next
`;

/** Leases and enqueues one batch of what is due. What is looked at grows with the endpoints that wait, not with what waits. */
function dispatchBatch(system: SystemContext, waiting: RawBuilder<unknown>, now: Date): Promise<number> {
  return withTransaction(system.db, async (trx) => {
    // Rows that another worker has at this moment are skipped, and after that they are leased.
    const { rows } = await sql<DueDelivery>`
      WITH RECURSIVE waiting AS (${waiting}), room AS MATERIALIZED (
        SELECT waiting.tenant_id, waiting.endpoint_id, greatest(0,
          CASE WHEN endpoint.is_quick THEN ${MOST_AT_ONCE_IF_QUICK}::int ELSE ${MOST_AT_ONCE}::int END - (
            SELECT count(*) FROM webhook_deliveries AS sent
            WHERE sent.tenant_id = waiting.tenant_id AND coalesce(sent.endpoint_id, sent.tenant_id) = waiting.endpoint_id
              AND sent.status = 'pending' AND sent.leased_until > ${now}
          )) AS places
        -- What waits for an endpoint that was deleted meanwhile is tried, and ends by it.
        FROM waiting LEFT JOIN webhook_endpoints AS endpoint
          ON endpoint.tenant_id = waiting.tenant_id AND endpoint.id = waiting.endpoint_id
      ), due AS (
        SELECT next.tenant_id, next.id FROM room CROSS JOIN LATERAL (
          SELECT tenant_id, id FROM webhook_deliveries
          WHERE tenant_id = room.tenant_id AND ${ENDPOINT_OF} = room.endpoint_id AND status = 'pending'
            AND next_attempt_at <= ${now} AND (leased_until IS NULL OR leased_until <= ${now})
          ORDER BY next_attempt_at, id
          LIMIT room.places
        ) AS next
      )
      UPDATE webhook_deliveries SET leased_until = ${new Date(now.getTime() + LEASE_MS)}
      WHERE (tenant_id, id) IN (
        SELECT tenant_id, id FROM webhook_deliveries
        WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM due)
          AND status = 'pending' AND (leased_until IS NULL OR leased_until <= ${now})
        ORDER BY next_attempt_at
        LIMIT ${BATCH_SIZE}
        FOR UPDATE SKIP LOCKED
      )
      RETURNING tenant_id, id, attempt_count
    `.execute(trx);
    for (const { tenant_id, id, attempt_count } of rows) {
      const payload = { tenant_id, delivery_id: id, attempts_before: attempt_count };
      await system.jobs.enqueue(trx, deliverJob, payload, { singletonKey: `${id}:${attempt_count}` });
    }
    return rows.length;
  });
}

/**
 * Enqueues the deliveries that are due. What a worker took and never finished comes again when its lease is over.
 * @returns how many were enqueued
 */
export async function dispatchDeliveries(system: SystemContext): Promise<number> {
  const now = system.clock.now();
  let dispatched = 0;
  for (;;) {
    const count = await dispatchBatch(system, allWaiting, now);
    dispatched += count;
    if (count < BATCH_SIZE) return dispatched;
  }
}

/** As `dispatchDeliveries`, for one tenant: something has just been laid out for it. */
export const dispatchDeliveriesOf = (system: SystemContext, tenantId: string): Promise<number> =>
  dispatchBatch(
    system,
    sql`SELECT tenant_id, id AS endpoint_id FROM webhook_endpoints WHERE tenant_id = ${tenantId}`,
    system.clock.now(),
  );
