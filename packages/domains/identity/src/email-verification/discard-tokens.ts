import type { Db } from '@leadlock/db/client';

/** Links that were sent verify nothing any more: there is nothing left to verify. */
export async function discardVerificationTokens(
  trx: Db,
  { tenantId, userId }: { tenantId: string; userId: string },
  now: Date,
): Promise<void> {
  await trx
    .updateTable('email_verification_tokens')
    .set({ used_at: now })
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .execute();
}
