import type { TenantContext } from '@leadlock/context/context';
import { shownAddress } from './address.ts';
import { findEndpoint, openSecret } from './endpoint.ts';
import type { WebhookSettingsResponse } from './schemas.ts';

/** Where the tenant's events go. The secret is for those who may change it: with `showSecret` false it is null. */
export async function getWebhookSettings(
  ctx: TenantContext,
  { showSecret }: { showSecret: boolean },
): Promise<WebhookSettingsResponse> {
  const endpoint = await findEndpoint(ctx.db, ctx.tenant.id);
  const tenant = await ctx.db
    .selectFrom('tenants')
    .select('ghl_conversation_sync_enabled')
    .where('id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow();
  return {
    webhook_url: endpoint ? shownAddress(ctx, endpoint) : null,
    webhook_secret: endpoint && showSecret ? openSecret(ctx, endpoint) : null,
    webhook_enabled: endpoint?.is_enabled ?? false,
    ghl_conversation_sync_enabled: tenant.ghl_conversation_sync_enabled,
  };
}
