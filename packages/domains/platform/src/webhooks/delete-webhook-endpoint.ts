import type { TenantContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { failPendingDeliveries, isFirst, requireEndpoint } from './endpoint.ts';

/**
 * Sends nothing more to an endpoint. Its deliveries stay in the log. The endpoint of `/tenants/me/webhook` only loses its
 * address: its secret is kept for the next one.
 * @throws not_found for another tenant's
 */
export async function deleteWebhookEndpoint(ctx: TenantContext, endpointId: string): Promise<void> {
  await withTransaction(ctx.db, async (trx) => {
    const endpoint = await requireEndpoint(trx, ctx.tenant.id, endpointId, { lock: true });
    const now = ctx.clock.now();
    if (isFirst(endpoint)) {
      await trx
        .updateTable('webhook_endpoints')
        .set({ url: null, sealed_credentials: null, events: null, is_enabled: false, updated_at: now })
        .where('tenant_id', '=', ctx.tenant.id)
        .where('id', '=', endpointId)
        .execute();
    } else {
      await trx
        .deleteFrom('webhook_endpoints')
        .where('tenant_id', '=', ctx.tenant.id)
        .where('id', '=', endpointId)
        .execute();
    }
    await failPendingDeliveries(trx, endpoint, 'The webhook was deleted', now);
  });
}
