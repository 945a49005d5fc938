import type { TenantContext } from '@leadlock/context/context';
import { limitExceeded } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { hashApiKey } from './api-key.ts';
import { newApiKey, shownPrefix } from './new-api-key.ts';
import { requirePerson } from './require-person.ts';
import type { APIKeyCreate, APIKeyCreateResponse } from './schemas.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** More than anybody can tell apart; who loses sight of their keys had better delete some. */
const MOST_KEYS = 100;

/** Refuses one more key than a tenant may have that hold. Until the transaction ends nobody else makes one. */
async function requireRoomForKey(ctx: TenantContext, trx: Db, now: Date): Promise<void> {
  await trx.selectFrom('tenants').select('id').where('id', '=', ctx.tenant.id).forNoKeyUpdate().execute();
  const { count } = await trx
    .selectFrom('api_keys')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('is_active', '=', true)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirstOrThrow();
  if (count >= MOST_KEYS)
    throw limitExceeded(`An account may have ${MOST_KEYS} API keys. Revoke or delete some first.`);
}

/**
 * Makes a key that acts for the tenant. Only its hash is kept.
 * @throws forbidden to a key, limit_exceeded when the tenant has very many.
 */
export async function createApiKey(ctx: TenantContext, input: APIKeyCreate): Promise<APIKeyCreateResponse> {
  requirePerson(ctx, 'manage API keys');
  const plaintext = newApiKey();
  const now = ctx.clock.now();
  const expiresAt =
    typeof input.expires_in_days === 'number' ? new Date(now.getTime() + input.expires_in_days * DAY_MS) : null;
  const key = { id: newId(), name: input.name, key_prefix: shownPrefix(plaintext) };
  await withTransaction(ctx.db, async (trx) => {
    await requireRoomForKey(ctx, trx, now);
    await trx
      .insertInto('api_keys')
      .values({
        ...key,
        tenant_id: ctx.tenant.id,
        key_hash: hashApiKey(plaintext),
        expires_at: expiresAt,
        created_at: now,
      })
      .execute();
  });
  return {
    ...key,
    plaintext_key: plaintext,
    created_at: now.toISOString(),
    expires_at: expiresAt?.toISOString() ?? null,
  };
}
