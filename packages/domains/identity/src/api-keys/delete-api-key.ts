import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { requirePerson } from './require-person.ts';

/** Stops a key from working and forgets it. @throws not_found, forbidden to a key. */
export async function deleteApiKey(ctx: TenantContext, id: string): Promise<void> {
  requirePerson(ctx, 'manage API keys');
  const deleted = await ctx.db
    .deleteFrom('api_keys')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!deleted) throw notFound('API key');
}
