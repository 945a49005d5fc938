import type { Db } from '@leadlock/db/client';
import { hashOneTimeToken } from '../auth/one-time-token.ts';

/** What a link would change, and for whom. Nothing for one that is unknown, used or expired, or whose user is disabled. */
export const selectUsableChange = (db: Db, token: string, now: Date) =>
  db
    .selectFrom('email_change_tokens as sent')
    .innerJoin('users', (join) =>
      join.onRef('users.tenant_id', '=', 'sent.tenant_id').onRef('users.id', '=', 'sent.user_id'),
    )
    .select(['sent.email as new_email', 'users.tenant_id', 'users.id', 'users.email', 'users.email_verified_at'])
    .where('sent.token_hash', '=', hashOneTimeToken(token))
    .where('sent.used_at', 'is', null)
    .where('sent.expires_at', '>', now)
    .where('users.is_active', '=', true);

/** Links that were sent before change nothing any more. */
export async function discardChangeTokens(
  trx: Db,
  { tenantId, userId, exceptId }: { tenantId: string; userId: string; exceptId?: string },
  now: Date,
): Promise<void> {
  await trx
    .updateTable('email_change_tokens')
    .set({ used_at: now })
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .$if(exceptId !== undefined, (query) => query.where('id', '!=', exceptId ?? ''))
    .execute();
}
