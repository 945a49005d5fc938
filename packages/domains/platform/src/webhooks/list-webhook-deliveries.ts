import type { TenantContext } from '@leadlock/context/context';
import { withAttempts } from './delivery-view.ts';
import type { ListWebhookDeliveriesInput, WebhookDeliveryList } from './schemas.ts';

/** What was sent or is to be sent to the tenant's webhook, the newest first. */
export async function listWebhookDeliveries(
  ctx: TenantContext,
  { status, event_type, limit, offset }: ListWebhookDeliveriesInput,
): Promise<WebhookDeliveryList> {
  const matching = ctx.db
    .selectFrom('webhook_deliveries')
    .where('tenant_id', '=', ctx.tenant.id)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? ''))
    .$if(event_type !== undefined, (query) => query.where('event_type', '=', event_type ?? ''));
  const rows = await matching
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  return { deliveries: await withAttempts(ctx.db, ctx.tenant.id, rows), total };
}
