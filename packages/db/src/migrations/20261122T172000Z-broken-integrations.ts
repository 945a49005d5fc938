import { sql, type Kysely } from 'kysely';

/** Since when a connected account is known not to work, so that people are told once of each breakage. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`ALTER TABLE integrations ADD COLUMN broken_since timestamptz`.execute(db);
}
