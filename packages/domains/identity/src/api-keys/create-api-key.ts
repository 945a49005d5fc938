import type { TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { hashApiKey } from './api-key.ts';
import { newApiKey, shownPrefix } from './new-api-key.ts';
import { requirePerson } from './require-person.ts';
import type { APIKeyCreate, APIKeyCreateResponse } from './schemas.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes a key that acts for the tenant. Only its hash is kept. @throws forbidden to a key. */
export async function createApiKey(ctx: TenantContext, input: APIKeyCreate): Promise<APIKeyCreateResponse> {
  requirePerson(ctx, 'manage API keys');
  const plaintext = newApiKey();
  const now = ctx.clock.now();
  const expiresAt =
    typeof input.expires_in_days === 'number' ? new Date(now.getTime() + input.expires_in_days * DAY_MS) : null;
  const key = { id: newId(), name: input.name, key_prefix: shownPrefix(plaintext) };
  await ctx.db
    .insertInto('api_keys')
    .values({
      ...key,
      tenant_id: ctx.tenant.id,
      key_hash: hashApiKey(plaintext),
      expires_at: expiresAt,
      created_at: now,
    })
    .execute();
  return {
    ...key,
    plaintext_key: plaintext,
    created_at: now.toISOString(),
    expires_at: expiresAt?.toISOString() ?? null,
  };
}
