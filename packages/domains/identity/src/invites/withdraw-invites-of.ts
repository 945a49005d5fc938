import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

/** Makes the links worthless that a user has invited others with, to whichever account. `trx` must be a system transaction. */
export async function withdrawInvitesOf(trx: Db, userId: string, now: Date): Promise<void> {
  await trx
    .updateTable('invites')
    .set({ revoked_at: now })
    .where(sql`invited_by->>'userId'`, '=', userId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
}
