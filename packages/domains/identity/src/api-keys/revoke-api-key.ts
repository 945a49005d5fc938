import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { requirePerson } from './require-person.ts';

/** Stops a key from working, and keeps it in the list. Again changes nothing. @throws not_found, forbidden to a key. */
export async function revokeApiKey(ctx: TenantContext, id: string): Promise<void> {
  requirePerson(ctx, 'manage API keys');
  const revoked = await ctx.db
    .updateTable('api_keys')
    .set({ is_active: false })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!revoked) throw notFound('API key');
}
