import type { Db } from '@leadlock/db/client';

/** Links that were sent before do not work any more: the password has changed since. */
export async function discardResetTokens(
  trx: Db,
  { tenantId, userId }: { tenantId: string; userId: string },
  now: Date,
): Promise<void> {
  await trx
    .updateTable('password_reset_tokens')
    .set({ used_at: now })
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .execute();
}
