import type { TenantContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { getOwnTenantRow, toTenantResponse, type TenantResponse } from '@leadlock/identity/tenants';
import type { TenantUpdate } from './schemas.ts';
import { updateWebhookSettings } from './update-webhook-settings.ts';

/**
 * Changes the tenant's name and where its events go. It lives here and not with the other parts of a tenant because
 * identity does not know of webhooks.
 * @throws validation as `updateWebhookSettings` does
 */
export async function updateTenantSettings(
  ctx: TenantContext,
  { name, ...webhook }: TenantUpdate,
): Promise<TenantResponse> {
  await withTransaction(ctx.db, async (trx) => {
    if (typeof name === 'string') {
      await trx
        .updateTable('tenants')
        .set({ name, updated_at: ctx.clock.now() })
        .where('id', '=', ctx.tenant.id)
        .execute();
    }
    await updateWebhookSettings({ ...ctx, db: trx }, webhook);
  });
  return toTenantResponse(await getOwnTenantRow(ctx), ctx.settings);
}
