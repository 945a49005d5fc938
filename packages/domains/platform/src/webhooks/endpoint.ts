import { randomBytes } from 'node:crypto';
import type { TenantContext } from '@leadlock/context/context';
import { describeSealedValues } from '@leadlock/context/sealed-values';
import { notFound } from '@leadlock/core/errors';
import type { Db, DB } from '@leadlock/db/client';
import { sql, type Selectable } from 'kysely';

export type WebhookEndpoint = Selectable<DB['webhook_endpoints']>;

/** Standard Webhooks asks for 24 to 64 random bytes. */
const SECRET_BYTES = 32;

interface EndpointKey {
  tenant_id: string;
  id: string;
}

/** The endpoint of `/tenants/me/webhook`, which an account may have beside others: it has the account's ID. */
export const isFirst = ({ tenant_id, id }: EndpointKey): boolean => id === tenant_id;

/** What is sealed for one endpoint opens for no other. The first one's was sealed before there were others. */
export const sealedFor = (what: string, endpoint: EndpointKey): string =>
  isFirst(endpoint) ? `${what}:${endpoint.tenant_id}` : `${what}:${endpoint.tenant_id}:${endpoint.id}`;

const purpose = (endpoint: EndpointKey): string => sealedFor('webhook_secret', endpoint);

/** `whsec_` and 32 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

export const sealSecret = (ctx: Pick<TenantContext, 'secrets'>, secret: string, endpoint: EndpointKey): string =>
  ctx.secrets.seal(secret, purpose(endpoint));

export const newSealedSecret = (ctx: TenantContext, endpoint: EndpointKey): string =>
  sealSecret(ctx, newSecret(), endpoint);

export const openSecret = (ctx: Pick<TenantContext, 'secrets'>, endpoint: WebhookEndpoint): string =>
  ctx.secrets.open(endpoint.sealed_secret, purpose(endpoint));

/** The secrets that sign at `now`: the current one, and before its time is over the one that it replaced. */
export function openSigningSecrets(
  ctx: Pick<TenantContext, 'secrets'>,
  endpoint: WebhookEndpoint,
  now: Date,
): [string, ...string[]] {
  const { previous_sealed_secret: previous, previous_secret_until: until } = endpoint;
  const current = openSecret(ctx, endpoint);
  if (previous === null || until === null || until <= now) return [current];
  return [current, ctx.secrets.open(previous, purpose(endpoint))];
}

export const sealedWebhookSecrets = describeSealedValues({
  name: 'webhook secrets',
  table: 'webhook_endpoints',
  key: ['tenant_id', 'id'],
  sealed: sql<string>`sealed_secret`,
  assign: (sealed) => sql`sealed_secret = ${sealed}`,
  bound: { tenant_id: sql<string>`tenant_id`, id: sql<string>`id` },
  purpose,
});

/** Those that a rotation has replaced and that sign beside the new ones for a while. */
export const sealedPreviousWebhookSecrets = describeSealedValues({
  name: 'replaced webhook secrets',
  table: 'webhook_endpoints',
  key: ['tenant_id', 'id'],
  where: sql<boolean>`previous_sealed_secret IS NOT NULL`,
  sealed: sql<string>`previous_sealed_secret`,
  assign: (sealed) => sql`previous_sealed_secret = ${sealed}`,
  bound: { tenant_id: sql<string>`tenant_id`, id: sql<string>`id` },
  purpose,
});

export const findEndpoint = (db: Db, tenantId: string, endpointId = tenantId): Promise<WebhookEndpoint | undefined> =>
  db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', endpointId)
    .executeTakeFirst();

/**
 * An endpoint that has an address. @param lock so that of two changes neither undoes the other
 * @throws not_found for another tenant's
 */
export async function requireEndpoint(
  db: Db,
  tenantId: string,
  endpointId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<WebhookEndpoint> {
  const endpoint = await db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', endpointId)
    .where('url', 'is not', null)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!endpoint) throw notFound('Webhook');
  return endpoint;
}

/** Where a delivery goes: those that say nothing go to the first endpoint. As in the indexes. */
export const ENDPOINT_OF = sql<string>`coalesce(endpoint_id, tenant_id)`;

/** Ends what still waits to be sent: it stays in the log and can be replayed. */
export async function failPendingDeliveries(
  db: Db,
  { tenant_id, id }: EndpointKey,
  reason: string,
  now: Date,
): Promise<void> {
  await db
    .updateTable('webhook_deliveries')
    .set({
      status: 'failed',
      next_attempt_at: null,
      leased_until: null,
      is_replay_due: false,
      last_error: reason,
      updated_at: now,
    })
    .where('tenant_id', '=', tenant_id)
    .where(ENDPOINT_OF, '=', id)
    .where('status', '=', 'pending')
    .execute();
}
