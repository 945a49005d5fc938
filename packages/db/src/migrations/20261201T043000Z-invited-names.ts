import { sql, type Kysely } from 'kysely';

/** Whoever invites somebody may say what they are called. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`ALTER TABLE invites ADD COLUMN full_name text`.execute(db);
}
