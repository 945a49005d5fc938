import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { limitExceeded, unauthorized } from '@leadlock/core/errors';
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
    throw limitExceeded(`An account can have up to ${MOST_KEYS} API keys. Revoke or delete some first.`);
}

/**
 * Whoever ends the session meanwhile, or takes the user's rights, revokes the keys there are, and must not miss this one:
 * the user stays locked. @throws unauthorized when it has happened
 */
async function requireLiveSession(ctx: TenantContext, trx: Db, sessionId: string): Promise<string | null> {
  if (ctx.actor.type !== 'user') return null;
  const { userId, role } = ctx.actor;
  const user = await trx
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('is_active', '=', true)
    .where('role', '=', role)
    .forShare()
    .executeTakeFirst();
  const session = await trx
    .selectFrom('refresh_tokens')
    .select('id')
    .where('user_id', '=', userId)
    .where('family_id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!user || !session) throw unauthorized('Invalid token');
  return userId;
}

/**
 * Makes a key that acts for the tenant. Only its hash is kept.
 * @param sessionId of the request; none where the product itself makes the key
 * @throws forbidden to a key, limit_exceeded when the tenant has very many, unauthorized when the session has just ended.
 */
export async function createApiKey(
  ctx: TenantContext,
  input: APIKeyCreate,
  sessionId: string | null = null,
): Promise<APIKeyCreateResponse> {
  requirePerson(ctx, 'manage API keys');
  const plaintext = newApiKey();
  const now = ctx.clock.now();
  const expiresAt =
    typeof input.expires_in_days === 'number' ? new Date(now.getTime() + input.expires_in_days * DAY_MS) : null;
  const key = { id: newId(), name: input.name, key_prefix: shownPrefix(plaintext) };
  // A system connection: the user and the session of an agency's person are not the sub-account's.
  await withTransaction(allTenants(ctx), async (trx) => {
    await requireRoomForKey(ctx, trx, now);
    const createdBy = sessionId === null ? null : await requireLiveSession(ctx, trx, sessionId);
    await trx
      .insertInto('api_keys')
      .values({
        ...key,
        tenant_id: ctx.tenant.id,
        key_hash: hashApiKey(plaintext),
        expires_at: expiresAt,
        created_by: createdBy,
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
