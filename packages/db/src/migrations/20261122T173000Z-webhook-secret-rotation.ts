import { sql, type Kysely } from 'kysely';

/** The signing secret before the current one, which signs too until receivers have had time to change over. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE webhook_endpoints
      ADD COLUMN previous_sealed_secret text,
      ADD COLUMN previous_secret_until timestamptz,
      ADD CHECK ((previous_sealed_secret IS NULL) = (previous_secret_until IS NULL));
  `.execute(db);
}
