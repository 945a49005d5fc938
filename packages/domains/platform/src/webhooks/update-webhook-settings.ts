import type { TenantContext } from '@leadlock/context/context';
import { invalidField } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { addressOf, credentialsPurpose, readAddress } from './address.ts';
import { failPendingDeliveries, newSealedSecret, type WebhookEndpoint } from './endpoint.ts';

export interface WebhookSettingsUpdate {
  /** Null takes the address away and disables the webhook. */
  webhook_url?: string | null;
  /** Null leaves it as it is. */
  webhook_enabled?: boolean | null;
  /** Null leaves it as it is. */
  ghl_conversation_sync_enabled?: boolean | null;
}

/** What `/tenants/me/webhook` is about. */
const firstOf = ({ tenant }: TenantContext) => ({ tenant_id: tenant.id, id: tenant.id });

/** The address that is to be stored, with its credentials sealed. Credentials that stay keep their seal. */
function wantedAddress(ctx: TenantContext, current: WebhookEndpoint | undefined, changes: WebhookSettingsUpdate) {
  const { url: before = null, sealed_credentials: sealedBefore = null } = current ?? {};
  if (changes.webhook_url === undefined) return { url: before, sealed_credentials: sealedBefore };
  if (changes.webhook_url === null) return { url: null, sealed_credentials: null };
  const { url, credentials } = readAddress(ctx, changes.webhook_url, current);
  const kept = current && addressOf(ctx, current)?.credentials === credentials ? sealedBefore : null;
  const sealed = kept ?? (credentials && ctx.secrets.seal(credentials, credentialsPurpose(firstOf(ctx))));
  return { url, sealed_credentials: sealed };
}

function isToBeEnabled(
  url: string | null,
  current: WebhookEndpoint | undefined,
  changes: WebhookSettingsUpdate,
): boolean {
  if (changes.webhook_enabled === true && url === null) {
    throw invalidField(['body', 'webhook_enabled'], 'Set a webhook URL before you enable the webhook', true);
  }
  return url !== null && (changes.webhook_enabled ?? current?.is_enabled ?? false);
}

/** The endpoint, locked, so that of two changes neither undoes the other. An address makes one where there is none. */
async function lockEndpoint(ctx: TenantContext, trx: Db, url: string | null): Promise<WebhookEndpoint | undefined> {
  const tenantId = ctx.tenant.id;
  if (url !== null) {
    await trx
      .insertInto('webhook_endpoints')
      .values({ ...firstOf(ctx), sealed_secret: newSealedSecret(ctx, firstOf(ctx)) })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
      .execute();
  }
  return trx
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', tenantId)
    .forUpdate()
    .executeTakeFirst();
}

async function saveEndpoint(ctx: TenantContext, trx: Db, changes: WebhookSettingsUpdate): Promise<void> {
  const tenantId = ctx.tenant.id;
  const now = ctx.clock.now();
  const current = await lockEndpoint(ctx, trx, changes.webhook_url ?? null);
  const address = wantedAddress(ctx, current, changes);
  const enabled = isToBeEnabled(address.url, current, changes);
  if (!current) return;
  // Another address, or one that its owner enables again, starts with a clean slate.
  const fresh =
    address.url !== current.url ||
    address.sealed_credentials !== current.sealed_credentials ||
    changes.webhook_enabled === true;
  await trx
    .updateTable('webhook_endpoints')
    .set({
      ...address,
      is_enabled: enabled,
      // Which events the next address gets is not for the one before to say.
      ...(address.url === null ? { events: null } : {}),
      ...(fresh ? { failing_since: null, switched_off_at: null, is_quick: false } : {}),
      updated_at: now,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', tenantId)
    .execute();
  if (!enabled) await failPendingDeliveries(trx, firstOf(ctx), 'The webhook was disabled', now);
}

/**
 * Changes where the tenant's events go: its first endpoint. The first address gets a signing secret, which stays when the address changes.
 * What was still to be sent when the webhook is disabled counts as failed and can be replayed.
 * @throws validation for an address that `readAddress` refuses, and for enabling a webhook without one
 */
export function updateWebhookSettings(ctx: TenantContext, changes: WebhookSettingsUpdate): Promise<void> {
  return withTransaction(ctx.db, async (trx) => {
    if (changes.webhook_url !== undefined || typeof changes.webhook_enabled === 'boolean') {
      await saveEndpoint(ctx, trx, changes);
    }
    if (typeof changes.ghl_conversation_sync_enabled === 'boolean') {
      await trx
        .updateTable('tenants')
        .set({ ghl_conversation_sync_enabled: changes.ghl_conversation_sync_enabled, updated_at: ctx.clock.now() })
        .where('id', '=', ctx.tenant.id)
        .execute();
    }
  });
}
