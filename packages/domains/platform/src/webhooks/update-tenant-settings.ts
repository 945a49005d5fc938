import type { TenantContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { getOwnTenantRow, toTenantResponse, type TenantResponse } from '@leadlock/identity/tenants';
import type { TenantUpdate } from './schemas.ts';
import { addressOf, readAddress } from './address.ts';
import { checkAddress } from './check-address.ts';
import { findEndpoint, newSecret, openSigningSecrets } from './endpoint.ts';
import { updateWebhookSettings } from './update-webhook-settings.ts';

/** Another address must answer before it is saved. @throws validation error at `webhook_url` */
async function checkWebhookUrl(ctx: TenantContext, wanted: string): Promise<void> {
  const current = await findEndpoint(ctx.db, ctx.tenant.id);
  const before = current && addressOf(ctx, current);
  const address = readAddress(ctx, wanted, current);
  if (before?.url === address.url && before.credentials === address.credentials) return;
  const now = ctx.clock.now();
  const secrets = current ? openSigningSecrets(ctx, current, now) : ([newSecret()] as const);
  await checkAddress(ctx, address, secrets, 'webhook_url');
}

/**
 * Changes the tenant's name and where its events go. It lives here and not with the other parts of a tenant because
 * identity does not know of webhooks.
 * @throws validation as `updateWebhookSettings` and `checkAddress` do
 */
export async function updateTenantSettings(
  ctx: TenantContext,
  { name, ...webhook }: TenantUpdate,
): Promise<TenantResponse> {
  if (typeof webhook.webhook_url === 'string') await checkWebhookUrl(ctx, webhook.webhook_url);
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
