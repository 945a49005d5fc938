import type { Db, DB } from '@leadlock/db/client';
import { sql, type Selectable } from 'kysely';

/** How many of those who claim an address can log in, the last ones: each takes a while to check. */
export const MOST_CLAIMANTS = 5;

/**
 * Users by an address in its one spelling: first the one who has shown that it is theirs, then those who claim it, the
 * last one first.
 */
export const selectByAddress = (db: Db, email: string) =>
  db
    .selectFrom('users')
    .selectAll()
    .where(sql`lower(email)`, '=', email)
    .orderBy((eb) => eb('email_verified_at', 'is', null))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');

/** Until the transaction ends nobody else shows that the address is theirs. */
export async function lockAddress(trx: Db, email: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`address:${email.toLowerCase()}`}, 0))`.execute(trx);
}

/** The active user whose address it is, who has shown it. */
export const findAddressOwner = (db: Db, email: string) =>
  db
    .selectFrom('users')
    .select(['tenant_id', 'id', 'email'])
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where('email_verified_at', 'is not', null)
    .executeTakeFirst();

/** Whether anybody else says that the user's address is theirs, or has shown it. */
export async function isAddressContested(
  db: Db,
  { id, email }: Pick<Selectable<DB['users']>, 'id' | 'email'>,
): Promise<boolean> {
  const other = await selectByAddress(db, email.toLowerCase()).where('id', '!=', id).limit(1).executeTakeFirst();
  return other !== undefined;
}

/** Whether a user has shown that their address is theirs, or nobody else says so. */
export async function hasAddressToThemselves(db: Db, userId: string): Promise<boolean> {
  const user = await db
    .selectFrom('users')
    .select(['id', 'email', 'email_verified_at'])
    .where('id', '=', userId)
    .executeTakeFirst();
  return user !== undefined && (user.email_verified_at !== null || !(await isAddressContested(db, user)));
}
