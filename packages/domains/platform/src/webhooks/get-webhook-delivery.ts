import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { withAttempts } from './delivery-view.ts';
import type { WebhookDeliveryDetail } from './schemas.ts';
import { messageBody } from './send-message.ts';

/**
 * One delivery with every attempt, and the body that each of them sends.
 * @throws not_found for another tenant's delivery
 */
export async function getWebhookDelivery(ctx: TenantContext, deliveryId: string): Promise<WebhookDeliveryDetail> {
  const row = await ctx.db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', deliveryId)
    .executeTakeFirst();
  if (!row) throw notFound('Webhook delivery');
  const event = await ctx.db
    .selectFrom('events')
    .select(['payload', 'occurred_at'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', row.event_id)
    .executeTakeFirst();
  const [delivery] = await withAttempts(ctx.db, ctx.tenant.id, [row]);
  // Deliveries go when their event goes.
  if (!event || !delivery) throw notFound('Webhook delivery');
  return {
    ...delivery,
    body: messageBody({ type: row.event_type, payload: event.payload, occurredAt: event.occurred_at }),
  };
}
