import type { TenantContext } from '@leadlock/context/context';
import { badRequest } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import { withTransaction } from '@leadlock/db/transaction';
import { recordEvent } from '../events/index.ts';
import { attemptDelivery, TEST_EVENT, TEST_PAYLOAD } from './attempt-delivery.ts';
import { findEndpoint } from './endpoint.ts';
import { LEASE_MS } from './retry-schedule.ts';
import type { WebhookTestResult } from './schemas.ts';

/** Somebody is waiting for the result. */
const TEST_TIMEOUT_MS = 10_000;

/**
 * Sends a `webhook.test` event to an endpoint now, whether it is enabled or not, once.
 * @param endpointId the first endpoint when absent
 * @throws bad_request when there is no address
 */
export async function testWebhook(ctx: TenantContext, endpointId = ctx.tenant.id): Promise<WebhookTestResult> {
  const endpoint = await findEndpoint(ctx.db, ctx.tenant.id, endpointId);
  if (!endpoint?.url) throw badRequest('No webhook URL is set');
  const tenantId = ctx.tenant.id;
  const deliveryId = newId();
  const now = ctx.clock.now();
  await withTransaction(ctx.db, async (trx) => {
    const eventId = await recordEvent(
      { ...ctx, db: trx },
      {
        tenantId,
        type: TEST_EVENT,
        payload: TEST_PAYLOAD,
      },
    );
    await trx
      .insertInto('webhook_deliveries')
      .values({
        tenant_id: tenantId,
        id: deliveryId,
        endpoint_id: endpoint.id,
        event_id: eventId,
        event_type: TEST_EVENT,
        next_attempt_at: now,
        // Ours, so that no worker sends it too.
        leased_until: new Date(now.getTime() + LEASE_MS),
      })
      .execute();
  });
  const turn = { tenantId, deliveryId, attemptsBefore: 0 };
  const outcome = await attemptDelivery(ctx, turn, { timeoutMs: TEST_TIMEOUT_MS });
  return {
    success: outcome?.succeeded ?? false,
    delivery_id: deliveryId,
    status_code: outcome?.statusCode ?? null,
    error: outcome ? outcome.error : 'The webhook was changed in the meantime',
    duration_ms: outcome?.durationMs ?? null,
  };
}
