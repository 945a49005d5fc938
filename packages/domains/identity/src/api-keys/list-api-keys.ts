import type { TenantContext } from '@leadlock/context/context';
import type { APIKeyListResponse } from './schemas.ts';

/** All keys of the tenant, revoked ones too, the newest first. */
export async function listApiKeys(ctx: TenantContext): Promise<APIKeyListResponse> {
  const rows = await ctx.db
    .selectFrom('api_keys')
    .select(['id', 'name', 'key_prefix', 'created_at', 'last_used_at', 'is_active', 'expires_at'])
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const keys = rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    expires_at: row.expires_at?.toISOString() ?? null,
  }));
  return { keys, total: keys.length };
}
