import type { Db } from '@leadlock/db/client';

/**
 * Closes what leads out of an account, or into it, past its people: API keys, whoever made them, and webhooks. For an
 * account that one stranger set up in the name of the person who takes it over now. Where somebody else has shown who
 * they are, it is theirs, too, and stays as it is. `trx` must be a system transaction.
 */
export async function closeDoors(trx: Db, { tenantId, userId }: { tenantId: string; userId: string }): Promise<void> {
  const other = await trx
    .selectFrom('users')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '!=', userId)
    .where('email_verified_at', 'is not', null)
    .executeTakeFirst();
  if (other) return;
  await trx.updateTable('api_keys').set({ is_active: false }).where('tenant_id', '=', tenantId).execute();
  await trx.updateTable('webhook_endpoints').set({ is_enabled: false }).where('tenant_id', '=', tenantId).execute();
}
