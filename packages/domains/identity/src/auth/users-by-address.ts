import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

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
