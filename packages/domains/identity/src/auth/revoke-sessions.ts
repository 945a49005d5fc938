import type { Db } from '@leadlock/db/client';
import { lockFamily } from './refresh-tokens.ts';

export interface SessionsOf {
  tenantId: string;
  userId: string;
  /** A session that goes on. */
  exceptSessionId?: string;
}

/** Signs a user out everywhere, in the caller's transaction: no token of theirs, of either kind, holds any more. */
export async function revokeSessions(
  trx: Db,
  { tenantId, userId, exceptSessionId }: SessionsOf,
  now: Date,
): Promise<void> {
  const families = await trx
    .selectFrom('refresh_tokens')
    .select('family_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .$if(exceptSessionId !== undefined, (query) => query.where('family_id', '<>', exceptSessionId ?? ''))
    .orderBy('family_id')
    .execute();
  // A renewal that is under way would otherwise add a token that is not seen here.
  for (const { family_id } of families) await lockFamily(trx, family_id);
  await trx
    .updateTable('refresh_tokens')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .$if(exceptSessionId !== undefined, (query) => query.where('family_id', '<>', exceptSessionId ?? ''))
    .execute();
}
