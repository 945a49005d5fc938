import type { Db, DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';
import type { WebhookDelivery } from './schemas.ts';

type DeliveryRow = Selectable<DB['webhook_deliveries']>;
type AttemptRow = Selectable<DB['webhook_attempts']>;

const toAttempt = (row: AttemptRow): WebhookDelivery['attempts'][number] => ({
  attempt: row.attempt,
  url: row.url,
  started_at: row.started_at.toISOString(),
  finished_at: row.finished_at?.toISOString() ?? null,
  duration_ms: row.duration_ms,
  status_code: row.status_code,
  error: row.error,
  response_excerpt: row.response_excerpt,
});

/** Deliveries with all that was tried for them. */
export async function withAttempts(db: Db, tenantId: string, rows: DeliveryRow[]): Promise<WebhookDelivery[]> {
  if (rows.length === 0) return [];
  const attempts = await db
    .selectFrom('webhook_attempts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(
      'delivery_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('attempt')
    .execute();
  const ofDelivery = Map.groupBy(attempts, ({ delivery_id }) => delivery_id);
  return rows.map((row) => ({
    id: row.id,
    endpoint_id: row.endpoint_id ?? row.tenant_id,
    event_id: row.event_id,
    event_type: row.event_type,
    status: row.status as WebhookDelivery['status'],
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    delivered_at: row.delivered_at?.toISOString() ?? null,
    last_status_code: row.last_status_code,
    last_error: row.last_error,
    created_at: row.created_at.toISOString(),
    attempts: (ofDelivery.get(row.id) ?? []).map(toAttempt),
  }));
}
