import type { TenantContext } from '@leadlock/context/context';
import { readPage } from '@leadlock/db/read-page';
import { withAttempts } from './delivery-view.ts';
import { ENDPOINT_OF } from './endpoint.ts';
import type { ListWebhookDeliveriesInput, WebhookDeliveryList } from './schemas.ts';

export const selectDeliveries = (
  { db, tenant }: TenantContext,
  { status, event_type, endpoint_id }: Pick<ListWebhookDeliveriesInput, 'status' | 'event_type' | 'endpoint_id'>,
) =>
  db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? ''))
    .$if(endpoint_id !== undefined, (query) => query.where(ENDPOINT_OF, '=', endpoint_id ?? ''))
    .$if(event_type !== undefined, (query) => query.where('event_type', '=', event_type ?? ''))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');

/** What was sent or is to be sent to the tenant's webhooks, the newest first. */
export async function listWebhookDeliveries(
  ctx: TenantContext,
  { status, event_type, endpoint_id, ...page }: ListWebhookDeliveriesInput,
): Promise<WebhookDeliveryList> {
  const { rows, total } = await readPage(ctx.db, selectDeliveries(ctx, { status, event_type, endpoint_id }), page);
  return { deliveries: await withAttempts(ctx.db, ctx.tenant.id, rows), total };
}
