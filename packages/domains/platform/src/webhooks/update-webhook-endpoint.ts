import type { TenantContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { addressOf, credentialsPurpose, readAddress, type Address } from './address.ts';
import { checkAddress } from './check-address.ts';
import { failPendingDeliveries, openSigningSecrets, requireEndpoint, type WebhookEndpoint } from './endpoint.ts';
import { toEndpointResponse } from './endpoint-view.ts';
import type { UpdateWebhookEndpoint, WebhookEndpointResponse } from './schemas.ts';

const isSame = (one: Address | null, other: Address | null): boolean =>
  one?.url === other?.url && one?.credentials === other?.credentials;

/** The address to store, with its credentials sealed. Null where it stays. */
function changedAddress(ctx: TenantContext, current: WebhookEndpoint, wanted: string | undefined): Address | null {
  if (wanted === undefined) return null;
  const address = readAddress(ctx, wanted, current, 'url');
  return isSame(address, addressOf(ctx, current)) ? null : address;
}

/**
 * Changes an endpoint; another address must answer first. What was still to be sent when it is disabled counts as failed and
 * can be replayed.
 * @throws not_found for another tenant's; validation error for an address that is none, is not public, or does not answer
 */
export async function updateWebhookEndpoint(
  ctx: TenantContext,
  endpointId: string,
  { url: wanted, events, enabled }: UpdateWebhookEndpoint,
): Promise<WebhookEndpointResponse> {
  const before = await requireEndpoint(ctx.db, ctx.tenant.id, endpointId);
  const checked = changedAddress(ctx, before, wanted);
  if (checked) await checkAddress(ctx, checked, openSigningSecrets(ctx, before, ctx.clock.now()), 'url');
  return withTransaction(ctx.db, async (trx) => {
    const current = await requireEndpoint(trx, ctx.tenant.id, endpointId, { lock: true });
    const now = ctx.clock.now();
    // Credentials that are kept are those of now.
    const address = changedAddress(ctx, current, wanted);
    const sealed = address && address.credentials && ctx.secrets.seal(address.credentials, credentialsPurpose(current));
    const isFresh = address !== null || enabled === true;
    const after = await trx
      .updateTable('webhook_endpoints')
      .set({
        ...(address ? { url: address.url, sealed_credentials: sealed } : {}),
        ...(events === undefined ? {} : { events }),
        ...(enabled === undefined ? {} : { is_enabled: enabled }),
        // Another address, or one that its owner enables again, starts with a clean slate.
        ...(isFresh ? { failing_since: null, switched_off_at: null, is_quick: false } : {}),
        updated_at: now,
      })
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', endpointId)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (!after.is_enabled) await failPendingDeliveries(trx, after, 'The webhook was disabled', now);
    return toEndpointResponse(ctx, after);
  });
}
