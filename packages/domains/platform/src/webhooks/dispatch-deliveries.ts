import type { SystemContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { sql } from 'kysely';
import { z } from 'zod';
import { LEASE_MS } from './retry-schedule.ts';

/** One attempt at a delivery. It is not retried as a job: a delivery knows itself when its next attempt is due. */
export const deliverJob = {
  name: 'webhooks.deliver',
  payload: z.object({ tenant_id: z.string(), delivery_id: z.string(), attempts_before: z.int().min(0) }),
  retries: 0,
  timeoutSeconds: 90,
  concurrency: 20,
} satisfies JobDefinition;

/** A receiver that is slow holds up no others, and is not buried in what has piled up for it. */
const MOST_AT_ONCE_A_TENANT = 4;
const BATCH_SIZE = 100;

interface DueDelivery {
  tenant_id: string;
  id: string;
  attempt_count: number;
}

/**
 * Enqueues the deliveries that are due. What a worker took and never finished comes again when its lease is over.
 * @returns how many were enqueued
 */
export function dispatchDeliveries(system: SystemContext): Promise<number> {
  const now = system.clock.now();
  return withTransaction(system.db, async (trx) => {
    // Rows that another worker has at this moment are skipped, and after that they are leased.
    const { rows } = await sql<DueDelivery>`
      UPDATE webhook_deliveries SET leased_until = ${new Date(now.getTime() + LEASE_MS)}
      WHERE (tenant_id, id) IN (
        SELECT tenant_id, id FROM webhook_deliveries
        WHERE (tenant_id, id) IN (
          SELECT tenant_id, id FROM (
            SELECT tenant_id, id, row_number() OVER (
              PARTITION BY tenant_id ORDER BY coalesce(leased_until > ${now}, false) DESC, next_attempt_at, id
            ) AS place
            FROM webhook_deliveries
            WHERE status = 'pending' AND next_attempt_at <= ${now}
          ) AS due
          WHERE place <= ${MOST_AT_ONCE_A_TENANT}
        )
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
