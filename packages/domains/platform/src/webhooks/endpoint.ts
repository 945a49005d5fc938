import { randomBytes } from 'node:crypto';
import type { TenantContext } from '@leadlock/context/context';
import { describeSealedValues } from '@leadlock/context/sealed-values';
import type { Db, DB } from '@leadlock/db/client';
import { sql, type Selectable } from 'kysely';

export type WebhookEndpoint = Selectable<DB['webhook_endpoints']>;

/** Standard Webhooks asks for 24 to 64 random bytes. */
const SECRET_BYTES = 32;

const purpose = (tenantId: string): string => `webhook_secret:${tenantId}`;

export const newSealedSecret = (ctx: TenantContext): string =>
  ctx.secrets.seal(`whsec_${randomBytes(SECRET_BYTES).toString('base64')}`, purpose(ctx.tenant.id));

export const openSecret = (ctx: Pick<TenantContext, 'secrets'>, endpoint: WebhookEndpoint): string =>
  ctx.secrets.open(endpoint.sealed_secret, purpose(endpoint.tenant_id));

/** The secrets that sign at `now`: the current one, and before its time is over the one that it replaced. */
export function openSigningSecrets(
  ctx: Pick<TenantContext, 'secrets'>,
  endpoint: WebhookEndpoint,
  now: Date,
): [string, ...string[]] {
  const { previous_sealed_secret: previous, previous_secret_until: until, tenant_id: tenantId } = endpoint;
  const current = openSecret(ctx, endpoint);
  if (previous === null || until === null || until <= now) return [current];
  return [current, ctx.secrets.open(previous, purpose(tenantId))];
}

export const sealedWebhookSecrets = describeSealedValues({
  name: 'webhook secrets',
  table: 'webhook_endpoints',
  key: ['tenant_id'],
  sealed: sql<string>`sealed_secret`,
  assign: (sealed) => sql`sealed_secret = ${sealed}`,
  bound: { tenantId: sql<string>`tenant_id` },
  purpose: ({ tenantId }) => purpose(tenantId),
});

/** Those that a rotation has replaced and that sign beside the new ones for a while. */
export const sealedPreviousWebhookSecrets = describeSealedValues({
  name: 'replaced webhook secrets',
  table: 'webhook_endpoints',
  key: ['tenant_id'],
  where: sql<boolean>`previous_sealed_secret IS NOT NULL`,
  sealed: sql<string>`previous_sealed_secret`,
  assign: (sealed) => sql`previous_sealed_secret = ${sealed}`,
  bound: { tenantId: sql<string>`tenant_id` },
  purpose: ({ tenantId }) => purpose(tenantId),
});

export const findEndpoint = (db: Db, tenantId: string): Promise<WebhookEndpoint | undefined> =>
  db.selectFrom('webhook_endpoints').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();

/** Ends what still waits to be sent: it stays in the log and can be replayed. */
export async function failPendingDeliveries(db: Db, tenantId: string, reason: string, now: Date): Promise<void> {
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
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'pending')
    .execute();
}
