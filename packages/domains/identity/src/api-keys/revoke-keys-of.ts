import type { Db } from '@leadlock/db/client';

/**
 * Stops every key that a user has made from working, in whichever account: they act as an admin, and whoever may not do
 * so any more, or was never who they said, must not go on by them. `trx` must be a system transaction.
 */
export async function revokeKeysOf(trx: Db, userId: string): Promise<void> {
  await trx
    .updateTable('api_keys')
    .set({ is_active: false })
    .where('created_by', '=', userId)
    .where('is_active', '=', true)
    .execute();
}
