import type { TenantContext } from '@leadlock/context/context';
import { conflict, notFound } from '@leadlock/core/errors';
import { sql } from 'kysely';
import { withAttempts } from './delivery-view.ts';
import { ENDPOINT_OF, findEndpoint } from './endpoint.ts';
import type { WebhookDelivery } from './schemas.ts';

/**
 * Sends a delivery again, with the whole schedule of retries before it; one that is being sent, after that. It keeps its
 * `webhook-id`, and its attempts are counted on, so that the receiver can tell.
 * @throws not_found for another tenant's delivery; conflict while its webhook is disabled, or was deleted
 */
export async function replayWebhookDelivery(ctx: TenantContext, deliveryId: string): Promise<WebhookDelivery> {
  const found = await ctx.db
    .selectFrom('webhook_deliveries')
    .select(ENDPOINT_OF.as('endpoint'))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', deliveryId)
    .executeTakeFirst();
  if (!found) throw notFound('Webhook delivery');
  const endpoint = await findEndpoint(ctx.db, ctx.tenant.id, found.endpoint);
  if (!endpoint) throw conflict('The webhook was deleted');
  if (!endpoint.is_enabled) throw conflict('The webhook is disabled');
  const now = ctx.clock.now();
  const row = await ctx.db
    .updateTable('webhook_deliveries')
    // A lease stays: an attempt that is running now is to end first, and is not to settle the delivery.
    .set({
      status: 'pending',
      next_attempt_at: now,
      retry_count: 0,
      delivered_at: null,
      is_replay_due: sql<boolean>`coalesce(status = 'pending' AND leased_until > ${now}, false)`,
      updated_at: now,
    })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', deliveryId)
    .returningAll()
    .executeTakeFirst();
  if (row) {
    const [delivery] = await withAttempts(ctx.db, ctx.tenant.id, [row]);
    if (delivery) return delivery;
  }
  throw notFound('Webhook delivery');
}
