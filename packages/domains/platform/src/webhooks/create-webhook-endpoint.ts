import type { TenantContext } from '@leadlock/context/context';
import { conflict } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { credentialsPurpose, readAddress } from './address.ts';
import { checkAddress } from './check-address.ts';
import { findEndpoint, newSecret, openSecret, sealSecret, type WebhookEndpoint } from './endpoint.ts';
import { toEndpointResponse } from './endpoint-view.ts';
import { selectEndpoints } from './list-webhook-endpoints.ts';
import { MOST_ENDPOINTS, type CreateWebhookEndpoint, type WebhookEndpointResponse } from './schemas.ts';

async function requireRoom(db: Db, tenantId: string): Promise<void> {
  const endpoints = await selectEndpoints(db, tenantId).execute();
  if (endpoints.length >= MOST_ENDPOINTS) throw conflict(`An account can have up to ${MOST_ENDPOINTS} webhooks`);
}

/**
 * Adds an endpoint, once its address has answered. While the endpoint of `/tenants/me/webhook` has no address it is that
 * one, with the signing secret it had.
 * @throws validation error for an address that is none, is not public, or does not answer; conflict for too many endpoints
 */
export async function createWebhookEndpoint(
  ctx: TenantContext,
  { url: wanted, events, enabled }: CreateWebhookEndpoint,
): Promise<WebhookEndpointResponse> {
  const tenantId = ctx.tenant.id;
  const address = readAddress(ctx, wanted, undefined, 'url');
  await requireRoom(ctx.db, tenantId);
  const fresh = newSecret();
  const secretBeside = (first: WebhookEndpoint | undefined) => (first?.url === null ? openSecret(ctx, first) : fresh);
  await checkAddress(ctx, address, [secretBeside(await findEndpoint(ctx.db, tenantId))], 'url');
  return withTransaction(ctx.db, async (trx) => {
    // One after another, so that all of them are counted.
    await trx.selectFrom('tenants').select('id').where('id', '=', tenantId).forNoKeyUpdate().execute();
    await requireRoom(trx, tenantId);
    const first = await findEndpoint(trx, tenantId);
    // Another one may have taken the first one's place, and its secret, since the address was checked.
    const secret = secretBeside(first);
    const key = { tenant_id: tenantId, id: first?.url ? newId() : tenantId };
    const now = ctx.clock.now();
    const values = {
      url: address.url,
      sealed_credentials: address.credentials && ctx.secrets.seal(address.credentials, credentialsPurpose(key)),
      sealed_secret: sealSecret(ctx, secret, key),
      events: events ?? null,
      is_enabled: enabled,
      failing_since: null,
      switched_off_at: null,
      is_quick: false,
      created_at: now,
      updated_at: now,
    };
    const endpoint = await trx
      .insertInto('webhook_endpoints')
      .values({ ...key, ...values })
      .onConflict((oc) => oc.columns(['tenant_id', 'id']).doUpdateSet(values))
      .returningAll()
      .executeTakeFirstOrThrow();
    return toEndpointResponse(ctx, endpoint);
  });
}
