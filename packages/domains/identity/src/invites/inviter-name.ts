import type { Actor } from '@leadlock/core/actor';
import type { Db } from '@leadlock/db/client';

/** What the person who invites is called. Null for somebody without a name, or who is gone, and for an API key. */
export async function findInviterName(db: Db, inviter: Actor): Promise<string | null> {
  if (inviter.type !== 'user') return null;
  const user = await db.selectFrom('users').select('full_name').where('id', '=', inviter.userId).executeTakeFirst();
  return user?.full_name ?? null;
}
