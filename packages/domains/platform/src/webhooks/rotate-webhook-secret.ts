import type { TenantContext } from '@leadlock/context/context';
import { conflict } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { newSealedSecret, openSecret } from './endpoint.ts';
import type { RotatedWebhookSecret } from './schemas.ts';

/** How long the old secret signs beside the new one. */
export const OVERLAP_MS = 24 * 3_600_000;

/**
 * Gives an endpoint a new signing secret. For a day events carry the signatures of both, so that a receiver can
 * change over without losing one. A secret that was replaced before that stops at once.
 * @param endpointId the first endpoint when absent
 * @throws conflict before an address was set, because there is no secret yet
 */
export function rotateWebhookSecret(ctx: TenantContext, endpointId = ctx.tenant.id): Promise<RotatedWebhookSecret> {
  return withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const until = new Date(now.getTime() + OVERLAP_MS);
    const endpoint = await trx
      .updateTable('webhook_endpoints')
      .set((eb) => ({
        previous_sealed_secret: eb.ref('sealed_secret'),
        previous_secret_until: until,
        sealed_secret: newSealedSecret(ctx, { tenant_id: ctx.tenant.id, id: endpointId }),
        updated_at: now,
      }))
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', endpointId)
      .returningAll()
      .executeTakeFirst();
    if (!endpoint) throw conflict('Set a webhook URL first');
    return { webhook_secret: openSecret(ctx, endpoint), previous_secret_until: until.toISOString() };
  });
}
